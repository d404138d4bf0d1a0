import * as fc from 'fast-check';
import * as z from 'zod';

/** The part of JSON Schema that request bodies of the OpenAPI document use. */
const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  get anyOf() {
    return z.array(Schema).optional();
  },
  get allOf() {
    return z.array(Schema).optional();
  },
  get items() {
    return Schema.optional();
  },
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  required: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  multipleOf: z.number().optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  minItems: z.int().optional(),
  maxItems: z.int().optional(),
  format: z.string().optional(),
});
type Schema = z.infer<typeof Schema>;

/** Values that are likely to mean something, by the name of their field: four of five are taken from here. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Values that a schema of the document accepts. */
export function openApiArbitrary(document: unknown, schema: unknown, hints: Hints): fc.Arbitrary<unknown> {
  const of = (value: Schema): fc.Arbitrary<unknown> => {
    if (value.$ref !== undefined) return of(Schema.parse(resolve(document, value.$ref)));
    if (value.allOf !== undefined) return of(value.allOf.map(resolved).reduce(merge));
    if (value.anyOf !== undefined) return fc.oneof(...value.anyOf.map(of));
    if (value.enum !== undefined) return fc.constantFrom(...value.enum);
    switch (value.type) {
      case 'object':
        return object(value);
      case 'array':
        return fc.array(of(value.items ?? {}), {
          minLength: value.minItems ?? 0,
          maxLength: Math.min(value.maxItems ?? 3, 3),
        });
      case 'string':
        return text(value);
      case 'integer':
        return fc.integer({ min: value.minimum ?? -(2 ** 31), max: value.maximum ?? 2 ** 31 });
      case 'number':
        return fc.integer({ min: -1_000, max: 1_000_000 }).map((tenths) => tenths / 10);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  };
  const resolved = (value: Schema): Schema =>
    value.$ref === undefined ? value : Schema.parse(resolve(document, value.$ref));
  const object = ({ properties = {}, required = [] }: Schema) => {
    const fields = Object.entries(properties).map(([name, field]) => {
      const hint = hints[name];
      return [
        name,
        hint === undefined
          ? of(field)
          : fc.oneof({ weight: 4, arbitrary: hint }, { weight: 1, arbitrary: of(field) }),
      ] as const;
    });
    return fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true });
  };
  return of(Schema.parse(schema));
}

function merge(left: Schema, right: Schema): Schema {
  return {
    ...left,
    ...right,
    properties: { ...left.properties, ...right.properties },
    required: [...(left.required ?? []), ...(right.required ?? [])],
  };
}

function text({ format, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    const [min, max] = [new Date('2001-01-01'), new Date('2099-01-01')];
    return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString());
  }
  if (format === 'uri') return fc.webUrl({ withQueryParameters: true });
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) };
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'binary', ...length }) },
    // Limits are counted in UTF-16 units by some, in characters by others.
    { weight: 1, arbitrary: fc.constantFrom('x', '🚗', 'ß').map((character) => character.repeat(maxLength)) },
  );
}

function resolve(document: unknown, reference: string): unknown {
  let found: unknown = document;
  for (const segment of reference.replace('#/', '').split('/')) {
    found = z.record(z.string(), z.unknown()).parse(found)[segment];
  }
  return found;
}
