import { DurableObject } from 'cloudflare:workers';

interface Env {
  BARE: DurableObjectNamespace<BareObject>;
}

/** As many rows as Capacitor writes in the charger's object for each message; `npm run bench` counts both. */
const ROWS: Record<string, number> = {
  MeterValues: 1,
  StatusNotification: 3,
  StartTransaction: 4,
  StopTransaction: 3,
};

/**
 * The least that an object can do for a charger: parse JSON, write so many rows, reply. It checks nothing, knows nothing
 * and tells nobody.
 */
export class BareObject extends DurableObject<Env> {
  private transactions = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS meter_values (row_number INTEGER PRIMARY KEY, data TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS states (number INTEGER PRIMARY KEY, data TEXT NOT NULL);
    `);
  }

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, {
      status: 101,
      webSocket: client,
      headers: { 'Sec-WebSocket-Protocol': 'ocpp1.6' },
    });
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const parsed: unknown = typeof message === 'string' ? JSON.parse(message) : null;
    const frame: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
    const [, id, action, payload] = frame;
    this.write(String(action), JSON.stringify(payload));
    socket.send(JSON.stringify([3, id, this.confirmation(String(action))]));
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close(1000);
  }

  /** What a Worker asks an object for at the least. */
  describe(): Promise<{ time: number }> {
    return Promise.resolve({ time: Date.now() });
  }

  private write(action: string, data: string): void {
    const { sql } = this.ctx.storage;
    if (action === 'MeterValues') {
      sql.exec('INSERT INTO meter_values (data) VALUES (?)', data);
      return;
    }
    for (let number = 1; number <= (ROWS[action] ?? 0); number += 1) {
      sql.exec(
        'INSERT INTO states (number, data) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET data = excluded.data',
        number,
        data,
      );
    }
  }

  private confirmation(action: string): object {
    switch (action) {
      case 'BootNotification':
        return { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 };
      case 'Heartbeat':
        return { currentTime: new Date().toISOString() };
      case 'Authorize':
      case 'StopTransaction':
        return { idTagInfo: { status: 'Accepted' } };
      case 'StartTransaction':
        this.transactions += 1;
        return { transactionId: this.transactions, idTagInfo: { status: 'Accepted' } };
      default:
        return {};
    }
  }
}

export default {
  async fetch(request, env) {
    const [, kind, name = ''] = new URL(request.url).pathname.split('/');
    const object = env.BARE.getByName(name);
    return kind === 'objects' ? Response.json(await object.describe()) : object.fetch(request);
  },
} satisfies ExportedHandler<Env>;
