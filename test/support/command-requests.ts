import * as fc from 'fast-check';
import * as z from 'zod';
import { isOutgoingAction, messages } from '../../src/ocpp/v16/messages/index.ts';
import { arbitraryOf } from './json-schema-arbitrary.ts';
import { officialSchema } from './official-schemas.ts';
import { type Hints, openApiArbitrary } from './openapi-arbitrary.ts';

/** A request of a route that sends commands; `path` has the placeholders `{chargeBoxId}` and `{transactionId}`. */
export interface CommandRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
}

const Operation = z.looseObject({
  operationId: z.string(),
  'x-ocpp-action': z.unknown().optional(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), schema: z.unknown() })).optional(),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) })
    .optional(),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'post', 'put', 'delete', 'patch']), Operation)),
});

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

/** What the raw route and the bulk route may send: any message, with any payload that its official schema accepts. */
function anyMessage(): fc.Arbitrary<{ action: string; payload: unknown }> {
  const actions = Object.keys(messages).filter((action) => isOutgoingAction(action));
  return fc
    .constantFrom(...actions)
    .chain((action) =>
      arbitraryOf(officialSchema(`urn:${action}.req`)).map((payload) => ({ action, payload })),
    );
}

/** Requests of every route that sends commands, with bodies that the OpenAPI document accepts; some are spoilt. */
export function commandRequests(document: unknown, hints: Hints): fc.Arbitrary<CommandRequest> {
  const { paths } = Document.parse(document);
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(METHODS).flatMap(([verb, method]) => {
      const operation = operations[verb as keyof typeof METHODS];
      if (operation?.['x-ocpp-action'] === undefined) return [];
      const schema = operation.requestBody?.content['application/json']?.schema;
      const body =
        schema === undefined ? fc.constant(undefined) : spoilt(openApiArbitrary(document, schema, hints));
      return fc.record({
        method: fc.constant(method),
        path: pathOf(path.replace('/api/v1', ''), operation.parameters ?? [], document, hints),
        body,
      });
    }),
  );
  const raw = fc.record({
    method: fc.constant('POST' as const),
    path: fc.constant('/chargers/{chargeBoxId}/commands'),
    body: anyMessage(),
  });
  const bulk = fc.record({
    method: fc.constant('POST' as const),
    path: fc.constant('/bulk-commands'),
    body: anyMessage().map((message) => ({
      filter: { chargeBoxIds: ['{chargeBoxId}'] },
      perSecond: 50,
      ...message,
    })),
  });
  return fc.oneof(...routes, raw, raw, bulk);
}

/** One in six bodies has a field too many, or one too few. */
function spoilt(bodies: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const spoil = fc.tuple(bodies, fc.nat(), fc.jsonValue({ maxDepth: 1 })).map(([body, index, value]) => {
    const fields = Object.entries(z.record(z.string(), z.unknown()).parse(body));
    const name = fields[index % (fields.length + 1)]?.[0];
    return name === undefined
      ? { ...Object.fromEntries(fields), unheardOf: value }
      : { ...Object.fromEntries(fields), [name]: value };
  });
  return fc.oneof({ weight: 5, arbitrary: bodies }, { weight: 1, arbitrary: spoil });
}

type Parameters = NonNullable<z.infer<typeof Operation>['parameters']>;

/** The path with its numbers, and a query that its parameters accept; what a test knows better is left open. */
function pathOf(
  template: string,
  parameters: Parameters,
  document: unknown,
  hints: Hints,
): fc.Arbitrary<string> {
  const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 1 });
  const query = fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, schema }) => [name, hints[name] ?? openApiArbitrary(document, schema, hints)]),
    ),
    { requiredKeys: [], noNullPrototype: true },
  );
  return fc.tuple(numbers, query).map(([[number], given]) => {
    const path = template.replaceAll(/\{(connectorId|reservationId)\}/g, String(number));
    const text = new URLSearchParams(
      Object.entries(given).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    return text === '' ? path : `${path}?${text}`;
  });
}
