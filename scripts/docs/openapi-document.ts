import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { projectRoot } from '../server/project-root.ts';

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  'x-ocpp-action': z.union([z.string(), z.array(z.string())]).optional(),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        example: z.unknown().optional(),
        schema: z.looseObject({ example: z.unknown().optional() }).optional(),
      }),
    )
    .optional(),
  requestBody: z
    .looseObject({
      content: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })),
    })
    .optional(),
});

const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) });
export type OpenApiDocument = z.infer<typeof Document>;

const App = z.looseObject({
  createApp: z.custom<() => { request(path: string): Promise<Response> }>(
    (value) => typeof value === 'function',
  ),
});

/** The OpenAPI document as `/openapi.json` gives it, from the routes themselves: no server is needed for that. */
export async function readOpenApiDocument(): Promise<OpenApiDocument> {
  // Named by its file: the worker's code is typed for another runtime than this.
  const url = pathToFileURL(join(projectRoot, 'src', 'api', 'app.ts')).href;
  const app: unknown = await import(url);
  const response = await App.parse(app).createApp().request('/openapi.json');
  return Document.parse(await response.json());
}
