import { Agent, request } from 'node:http';

export interface HttpAnswer {
  status: number;
  text: string;
  /** Until the last byte. */
  ms: number;
}

/** A client of an HTTP API that keeps its connections, and as little as possible between them and the clock. */
export class HttpLink {
  private readonly agent: Agent;
  private readonly url: string;
  private readonly headers: Record<string, string>;

  constructor(url: string, apiKey?: string, connections = 1) {
    this.url = url;
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.headers = apiKey === undefined ? {} : { 'X-API-Key': apiKey };
  }

  send(method: 'GET' | 'POST', path: string, body?: object): Promise<HttpAnswer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined
        ? this.headers
        : {
            ...this.headers,
            'Content-Type': 'application/json',
            'Content-Length': String(Buffer.byteLength(text)),
          };
    return new Promise((resolve, reject) => {
      const sentAt = performance.now();
      const sent = request(`${this.url}${path}`, { method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const ms = performance.now() - sentAt;
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString(), ms });
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  /** Throws unless the answer has this status. */
  async expect(status: number, method: 'GET' | 'POST', path: string, body?: object): Promise<HttpAnswer> {
    const answer = await this.send(method, path, body);
    if (answer.status !== status)
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    return answer;
  }

  close(): void {
    this.agent.destroy();
  }
}
