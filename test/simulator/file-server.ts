import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A request for a file, or with one, as it came. */
interface FileRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

interface FileAnswer {
  status: number;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

/** A web server on this machine that takes whatever it is given and gives what a test lays out. */
export async function startFileServer(answer: (request: FileRequest) => FileAnswer | Promise<FileAnswer>) {
  const requests: FileRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request: FileRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: await buffer(incoming),
      };
      requests.push(request);
      const { status, body, headers } = await answer(request);
      outgoing.writeHead(status, headers).end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FileServer = Awaited<ReturnType<typeof startFileServer>>;
