import * as fc from 'fast-check';

/** The part of JSON Schema that the official OCPP schemas use. */
export interface JsonSchema {
  $id?: string;
  $ref?: string;
  definitions?: Record<string, JsonSchema>;
  type?: string;
  enum?: string[];
  maxLength?: number;
  format?: string;
  multipleOf?: number;
  minItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** Values that a schema accepts. */
export function arbitraryOf(schema: JsonSchema, root: JsonSchema = schema): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    const definition = root.definitions?.[name];
    if (definition === undefined) {
      throw new Error(`No definition ${name}`);
    }
    return arbitraryOf(definition, root);
  }
  if (schema.enum !== undefined) {
    return fc.constantFrom(...schema.enum);
  }
  switch (schema.type) {
    case 'object':
      return object(schema, root);
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}, root), {
        minLength: schema.minItems ?? 0,
        maxLength: 3,
      });
    case 'string':
      return text(schema);
    case 'integer':
      return fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, -1, 2 ** 31, 2 ** 60, 1e21));
    case 'number':
      return schema.multipleOf === undefined
        ? fc.double({ noNaN: true, noDefaultInfinity: true })
        : fc.integer({ min: -1e6, max: 1e6 }).map((tenths) => tenths / 10);
    case 'boolean':
      return fc.boolean();
    default:
      throw new Error(`Not covered: ${JSON.stringify(schema)}`);
  }
}

function object(schema: JsonSchema, root: JsonSchema): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {});
  return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, arbitraryOf(field, root)])), {
    requiredKeys: schema.required ?? [],
    noNullPrototype: true,
  });
}

function text(schema: JsonSchema): fc.Arbitrary<string> {
  if (schema.format === 'date-time') {
    return dateTime();
  }
  if (schema.format === 'uri') {
    return fc.webUrl({ withQueryParameters: true, withFragments: true });
  }
  const maxLength = schema.maxLength ?? 40;
  const atTheLimit = fc
    .constantFrom('x', '🚗', 'ß', '\u{10ffff}')
    .map((character) => character.repeat(maxLength));
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: Math.min(maxLength, 40) }) },
    { weight: 1, arbitrary: atTheLimit },
  );
}

function dateTime(): fc.Arbitrary<string> {
  const zone = fc.constantFrom('Z', 'z', '+00:00', '+05:30', '-0800', '+14', '-23:59');
  const fraction = fc.constantFrom('', '.1', '.123', '.123456789');
  const separator = fc.constantFrom('T', 'T', 't', ' ');
  const moment = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  return fc.tuple(moment, separator, fraction, zone).map(([date, between, digits, offset]) => {
    const iso = date.toISOString();
    return `${iso.slice(0, 10)}${between}${iso.slice(11, 19)}${digits}${offset}`;
  });
}
