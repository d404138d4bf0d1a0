import * as z from 'zod';
import type { OpenApiDocument } from './openapi-document.ts';

/** A route that sends messages to a charger. */
export interface CommandRoute {
  operationId: string;
  method: string;
  /** `/chargers/{chargeBoxId}/reset`, behind `/api/v1`. */
  path: string;
  /** The same with the examples of its parameters. */
  examplePath: string;
  summary: string;
  actions: string[];
  /** The example of its body, where it has one. */
  example: Record<string, unknown> | null;
}

const Body = z.record(z.string(), z.unknown());

/** The routes that send a certain message, as the document tells; those that send any message are not among them. */
export function commandRoutes(document: OpenApiDocument): CommandRoute[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const actions = operation['x-ocpp-action'];
      if (actions === undefined) return [];
      const example = operation.requestBody?.content['application/json']?.example;
      return {
        operationId: operation.operationId,
        method: method.toUpperCase(),
        path: path.replace('/api/v1', ''),
        examplePath: fill(path.replace('/api/v1', ''), operation.parameters ?? []),
        summary: operation.summary,
        actions: [actions].flat(),
        example: example === undefined ? null : Body.parse(example),
      };
    }),
  );
}

type Parameters = NonNullable<OpenApiDocument['paths'][string][string]['parameters']>;

function fill(path: string, parameters: Parameters): string {
  return path.replaceAll(/\{(\w+)\}/g, (whole, wanted: string) => {
    const parameter = parameters.find(({ name }) => name === wanted);
    const example = parameter?.example ?? parameter?.schema?.example;
    return typeof example === 'string' || typeof example === 'number' ? String(example) : whole;
  });
}
