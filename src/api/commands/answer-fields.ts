import { z } from '@hono/zod-openapi';

/**
 * The fields of a charger's answer as they are shown. The answer is read leniently, so neither a text's length or form
 * nor a number's decimals hold of what a program gets.
 */
export function answerFields(fields: z.core.$ZodLooseShape): Record<string, z.ZodType> {
  const named: [string, unknown][] = Object.entries(fields);
  return Object.fromEntries(named.map(([name, field]) => [name, asShown(field)]));
}

function asShown(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional) return z.optional(asShown(schema.unwrap()));
  if (schema instanceof z.ZodArray) return z.array(asShown(schema.element));
  if (schema instanceof z.ZodObject) return z.strictObject(answerFields(schema.shape));
  if (schema instanceof z.ZodString) return z.string();
  if (schema instanceof z.ZodNumber && schema.format === null) return z.number();
  return schema instanceof z.ZodType ? schema : z.unknown();
}
