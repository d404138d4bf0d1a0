import * as z from 'zod';

import { isLongerThan } from '../../text-length.ts';

const built = new Map<number, z.ZodString>();

/** Text of at most `maxLength` characters, counted as code points as JSON Schema does: an emoji is one. */
export function text(maxLength: number): z.ZodString {
  const known = built.get(maxLength);
  if (known !== undefined) {
    return known;
  }
  const schema = z
    .string()
    .check((ctx) => {
      if (ctx.value.length > maxLength && isLongerThan(ctx.value, maxLength)) {
        ctx.issues.push({ code: 'too_big', origin: 'string', maximum: maxLength, input: ctx.value });
      }
    })
    .meta({ maxLength });
  built.set(maxLength, schema);
  return schema;
}
