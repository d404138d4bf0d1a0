export interface RestAnswer {
  status: number;
  headers: Headers;
  /** The parsed JSON, or the text where it is none; undefined where there is no body. */
  body: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls `/api/v1` with one API key, as any program would. */
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
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        'X-API-Key': this.apiKey,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
