import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { projectRoot } from '../../scripts/server/project-root.ts';
import type { JsonSchema } from './json-schema-arbitrary.ts';

/** The OCA's own schemas, security white paper included, as the package carries them. */
const officialSchemas: JsonSchema[] = JSON.parse(
  readFileSync(join(projectRoot, 'node_modules', 'ocpp-rpc', 'lib', 'schemas', 'ocpp1_6.json'), 'utf8'),
);

/** Their names: `urn:Heartbeat.req`, `urn:Heartbeat.conf`, … */
export const officialSchemaIds = officialSchemas.map(({ $id }) => $id);

// 21.4 is no multiple of 0.1 in binary: a margin is needed.
export const ajv = new Ajv({ strict: false, multipleOfPrecision: 6 });
addFormats.default(ajv);

const compiled = new Map<string, ValidateFunction>();

export function officialSchema(id: string): JsonSchema {
  const schema = officialSchemas.find((candidate) => candidate.$id === id);
  if (schema === undefined) {
    throw new Error(`No official schema ${id}`);
  }
  // Their ids are no URNs to a strict URI library, and nothing refers to them.
  const { $id: _, ...rest } = schema;
  return rest;
}

/** What an official schema says to a payload; compiled once. */
export function officialValidator(id: string): ValidateFunction {
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const validate = ajv.compile(officialSchema(id));
  compiled.set(id, validate);
  return validate;
}
