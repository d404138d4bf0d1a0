import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';

/** An answer as a test holds it: a JSON body parsed, any other as its text. */
export interface DocumentedAnswer {
  status: number;
  headers: { get(name: string): string | null };
  body: unknown;
}

/** Throws unless the document describes this answer: route, status, content type and body. */
export type AssertDocumented = (method: string, path: string, answer: DocumentedAnswer) => Promise<void>;

const MediaType = z.looseObject({ schema: z.unknown(), example: z.unknown().optional() });

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  'x-required-scope': z.enum(['read', 'operate', 'manage']).optional(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
  requestBody: z.looseObject({ content: z.record(z.string(), MediaType) }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string(), content: z.record(z.string(), MediaType).optional() }),
  ),
});

export const OpenApiDocument = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});
export type OpenApiDocument = z.infer<typeof OpenApiDocument>;

/**
 * Checks answers against an OpenAPI document, which is read once, at the first answer.
 *
 * @param readDocument gives the parsed `/openapi.json` of the instance that answers
 */
export function documentedBy(readDocument: () => Promise<unknown>): AssertDocumented {
  let reading: Promise<Validator> | undefined;
  return async (method, path, answer) => {
    reading ??= readDocument().then((document) => new Validator(document));
    (await reading).check(method, path, answer);
  };
}

/** Schemas of one document, compiled when they are first needed. */
export class Validator {
  readonly document: OpenApiDocument;
  // 21.4 is no multiple of 0.1 in binary: a margin is needed.
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, multipleOfPrecision: 6 });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: unknown) {
    this.document = OpenApiDocument.parse(document);
    addFormats.default(this.#ajv);
    this.#ajv.addSchema({ $id: 'openapi', ...this.document });
  }

  check(method: string, path: string, answer: DocumentedAnswer): void {
    const verb = method.toLowerCase();
    const template = this.#templateOf(path);
    const what = `${method} ${path} → ${answer.status}`;
    const response = this.document.paths[template]?.[verb]?.responses[answer.status];
    if (response === undefined) throw new Error(`${what} is not documented`);
    if (answer.headers.get('X-Request-Id') === null) throw new Error(`${what} carries no X-Request-Id`);
    const mediaType = answer.headers.get('Content-Type')?.split(';')[0] ?? 'none';
    if (response.content?.[mediaType] === undefined)
      throw new Error(`${what} is not documented as ${mediaType}`);
    this.checkValue(
      answer.body,
      what,
      'paths',
      template,
      verb,
      'responses',
      String(answer.status),
      'content',
      mediaType,
    );
  }

  /** Checks a value against the schema below this place in the document. */
  checkValue(value: unknown, what: string, ...place: string[]): void {
    const pointer = [...place, 'schema'].map(escapePointer).join('/');
    const validate = this.#compiled.get(pointer) ?? this.#ajv.compile({ $ref: `openapi#/${pointer}` });
    this.#compiled.set(pointer, validate);
    if (!validate(value)) {
      throw new Error(
        `${what} does not fit its schema: ${this.#ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`,
      );
    }
  }

  /** The documented path that this path is an instance of; one without parameters wins. */
  #templateOf(path: string): string {
    const pathname = path.split('?')[0] ?? path;
    const matching = Object.keys(this.document.paths).filter((template) =>
      new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
    );
    const parameterCount = (template: string) => template.split('{').length;
    const [best] = matching.sort((left, right) => parameterCount(left) - parameterCount(right));
    if (best === undefined) throw new Error(`${path} is not documented`);
    return best;
  }
}

function escapePointer(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
}
