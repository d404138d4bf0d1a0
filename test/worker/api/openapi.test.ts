import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { OpenApiDocument, Validator } from '../../support/openapi-validation.ts';
import { ORIGIN } from '../../support/worker/api-client.ts';

const raw = await (await exports.default.fetch(`${ORIGIN}/openapi.json`)).json();
const document = OpenApiDocument.parse(raw);
const validator = new Validator(raw);

const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({ name: `${verb} ${path}`, path, verb, operation })),
);

test('the document is OpenAPI 3.1', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
});

describe.each(operations)('$name', ({ path, verb, operation }) => {
  test('documents its answers with examples that fit their schemas', () => {
    for (const [status, response] of Object.entries(operation.responses)) {
      // A file is its own example.
      if (Number(status) >= 300 || response.content?.['application/octet-stream'] !== undefined) continue;
      const json = response.content?.['application/json'];
      expect(json?.example).toBeDefined();
      validator.checkValue(
        json?.example,
        status,
        'paths',
        path,
        verb,
        'responses',
        status,
        'content',
        'application/json',
      );
    }
  });

  test('documents its body with an example that fits', () => {
    const json = operation.requestBody?.content['application/json'];
    expect(json === undefined).toBe(verb === 'get' || verb === 'delete');
    if (json === undefined) return;
    validator.checkValue(
      json.example,
      'body',
      'paths',
      path,
      verb,
      'requestBody',
      'content',
      'application/json',
    );
  });

  test('declares its error answers', () => {
    const expected = path.endsWith('/health') ? ['503'] : ['400', '401', '500', '503'];
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(expected));
  });

  test('documents each parameter of its path', () => {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const documented = operation.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
    expect(documented.map((parameter) => parameter.name)).toEqual(named);
  });
});

test('the reference page needs no other host and is not a frame of one', async () => {
  const response = await exports.default.fetch(`${ORIGIN}/docs`);
  expect(response.headers.get('Content-Type')).toContain('text/html');
  expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  const html = await response.text();
  expect(html).not.toMatch(/(?:src|href)="?(?:https?:)?\/\//);
  expect(html).toContain('/openapi.json');
});
