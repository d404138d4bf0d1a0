import { type AssertDocumented, documentedBy } from './openapi-validation.ts';

export interface RestAnswer {
  status: number;
  headers: Headers;
  /** The parsed JSON, or the text where it is none; undefined where there is no body. */
  body: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The check against each server's own `/openapi.json`, which is read once. */
const checks = new Map<string, AssertDocumented>();

/**
 * Calls `/api/v1` with one API key, as any program would. Every answer, refusals too, must be one that the server's
 * OpenAPI document describes: else the request throws.
 */
export class RestClient {
  readonly url: string;
  readonly apiKey: string;

  constructor(url: string, apiKey: string) {
    this.url = url;
    this.apiKey = apiKey;
  }

  get(path: string): Promise<RestAnswer> {
    return this.request('GET', path);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<RestAnswer> {
    return this.request('POST', path, body, headers);
  }

  put(path: string, body: unknown): Promise<RestAnswer> {
    return this.request('PUT', path, body);
  }

  patch(path: string, body: unknown): Promise<RestAnswer> {
    return this.request('PATCH', path, body);
  }

  delete(path: string): Promise<RestAnswer> {
    return this.request('DELETE', path);
  }

  /** `path` begins behind `/api/v1`. */
  async request(
    method: Method,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<RestAnswer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.requestText(method, path, text, {
      ...(text !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    });
  }

  /** Sends a body that need not be JSON. */
  async requestText(
    method: Method,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<RestAnswer> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { 'X-API-Key': this.apiKey, ...headers },
      ...(body !== undefined && { body }),
    });
    const answer = {
      status: response.status,
      headers: response.headers,
      body: parse(await response.text()),
    };
    await documented(this.url)(method, `/api/v1${path}`, answer);
    return answer;
  }
}

function documented(url: string): AssertDocumented {
  const known = checks.get(url);
  if (known !== undefined) return known;
  const check = documentedBy(async () => (await fetch(`${url}/openapi.json`)).json());
  checks.set(url, check);
  return check;
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
