import { env, exports } from 'cloudflare:workers';
import * as z from 'zod';
import { documentedBy } from '../openapi-validation.ts';

export const ORIGIN = 'https://capacitor.example.com';

/** Checks every answer that the client below gets. */
const assertDocumented = documentedBy(async () =>
  (await exports.default.fetch(`${ORIGIN}/openapi.json`)).json(),
);

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export interface Call {
  key?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a text is sent as it is. */
  body?: unknown;
}

/** Sends a request to the worker and checks its answer against the OpenAPI document. */
export async function callApi(method: string, path: string, call: Call = {}): Promise<Answer> {
  const answer = await answerOf(await exports.default.fetch(requestOf(method, path, call)));
  await assertDocumented(method, path, answer);
  return answer;
}

export function requestOf(method: string, path: string, { key, headers, body }: Call = {}): Request {
  return new Request(`${ORIGIN}${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { 'X-API-Key': key }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

export async function answerOf(response: Response): Promise<Answer> {
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? await response.json() : await response.text(),
  };
}

const CreatedAccount = z.object({ id: z.string(), apiKey: z.object({ id: z.string(), key: z.string() }) });

export interface TestAccount {
  accountId: string;
  /** A key that may manage the account. */
  key: string;
  keyId: string;
  call: (method: string, path: string, body?: unknown) => Promise<Answer>;
}

/** A fresh account: files share one database. */
export async function newAccount(): Promise<TestAccount> {
  const answer = await callApi('POST', '/api/v1/accounts', {
    headers: { Authorization: `Bearer ${env.ADMIN_TOKEN}` },
    body: { name: 'Test' },
  });
  const { id, apiKey } = CreatedAccount.parse(answer.body);
  return {
    accountId: id,
    key: apiKey.key,
    keyId: apiKey.id,
    call: (method, path, body) => callApi(method, path, { key: apiKey.key, body }),
  };
}

let made = 0;

/** An identity that no other test uses. */
export function newChargeBoxId(): string {
  made += 1;
  return `CP-${crypto.randomUUID().slice(0, 8)}-${made}`;
}

const CreatedCharger = z.object({ id: z.string(), chargeBoxId: z.string() });

/** A registered charger of the account. */
export async function newCharger(
  account: TestAccount,
  fields: Record<string, unknown> = {},
): Promise<{ chargerId: string; chargeBoxId: string }> {
  const answer = await account.call('POST', '/api/v1/chargers', { chargeBoxId: newChargeBoxId(), ...fields });
  const { id, chargeBoxId } = CreatedCharger.parse(answer.body);
  return { chargerId: id, chargeBoxId };
}

const ErrorAnswer = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    details: z.unknown().optional(),
  }),
});

/** The error of an answer that has to be one. */
export function errorOf(answer: Answer): z.infer<typeof ErrorAnswer>['error'] {
  return ErrorAnswer.parse(answer.body).error;
}
