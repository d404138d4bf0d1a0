import { DurableObject } from 'cloudflare:workers';

interface Env {
  CHARGER: DurableObjectNamespace<PipelineCharger>;
  LOG: DurableObjectNamespace<PipelineLog>;
  DB: D1Database;
}

/** A type: an interface is no row. */
type PipelineEvent = {
  charger: string;
  sequence: number;
  kind: string;
  transaction_id: number;
  data: string;
};

/** As Capacitor carries them into D1: so many at once. */
const BATCH = 50;

/** An object that stores what its charger says, and hands on what happened: nothing is checked, nothing is decided. */
export class PipelineCharger extends DurableObject<Env> {
  private delivering = false;
  private sequence: number;
  private transactions: number;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS connectors (connector_id INTEGER PRIMARY KEY, data TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS transactions (id INTEGER PRIMARY KEY, is_open INTEGER NOT NULL, data TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS open_transactions ON transactions (id) WHERE is_open = 1;
      CREATE TABLE IF NOT EXISTS outbox (
        sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, transaction_id INTEGER NOT NULL, data TEXT NOT NULL);
    `);
    // Asleep, it has forgotten both.
    const last = (query: string) => ctx.storage.sql.exec<{ last: number }>(query).one().last;
    this.transactions = last('SELECT coalesce(max(id), 0) AS last FROM transactions');
    this.sequence = Date.now() * 1_000;
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
    const data = JSON.stringify(payload);
    const confirmation = this.ctx.storage.transactionSync(() => this.store(String(action), data));
    socket.send(JSON.stringify([3, id, confirmation]));
    if (!this.delivering) this.ctx.waitUntil(this.deliver());
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close(1000);
  }

  private store(action: string, data: string): object {
    const { sql } = this.ctx.storage;
    switch (action) {
      case 'StatusNotification':
        sql.exec(
          `INSERT INTO connectors (connector_id, data) VALUES (1, ?)
           ON CONFLICT (connector_id) DO UPDATE SET data = excluded.data`,
          data,
        );
        this.note('status', data);
        return {};
      case 'StartTransaction':
        this.transactions += 1;
        sql.exec('INSERT INTO transactions (id, is_open, data) VALUES (?, 1, ?)', this.transactions, data);
        this.note('started', data);
        return { transactionId: this.transactions, idTagInfo: { status: 'Accepted' } };
      case 'StopTransaction':
        sql.exec('UPDATE transactions SET is_open = 0, data = ? WHERE id = ?', data, this.transactions);
        this.note('stopped', data);
        return { idTagInfo: { status: 'Accepted' } };
      case 'Authorize':
        return { idTagInfo: { status: 'Accepted' } };
      case 'BootNotification':
        return { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 };
      default:
        return { currentTime: new Date().toISOString() };
    }
  }

  private note(kind: string, data: string): void {
    this.sequence += 1;
    this.ctx.storage.sql.exec(
      'INSERT INTO outbox (sequence, kind, transaction_id, data) VALUES (?, ?, ?, ?)',
      this.sequence,
      kind,
      this.transactions,
      data,
    );
  }

  private async deliver(): Promise<void> {
    this.delivering = true;
    try {
      for (;;) {
        const rows = this.ctx.storage.sql
          .exec<Omit<PipelineEvent, 'charger'>>('SELECT * FROM outbox ORDER BY sequence')
          .toArray();
        const last = rows.at(-1);
        if (last === undefined) return;
        const charger = this.ctx.id.name ?? '';
        await this.env.LOG.getByName('log').append(rows.map((row) => ({ charger, ...row })));
        this.ctx.storage.sql.exec('DELETE FROM outbox WHERE sequence <= ?', last.sequence);
      }
    } finally {
      this.delivering = false;
    }
  }
}

/** All events in one order, carried into D1. */
export class PipelineLog extends DurableObject<Env> {
  private projecting: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS events (
        number INTEGER PRIMARY KEY, charger TEXT NOT NULL, sequence INTEGER NOT NULL, kind TEXT NOT NULL,
        transaction_id INTEGER NOT NULL, data TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS sources (charger TEXT PRIMARY KEY, through INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS cursors (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
    `);
  }

  async append(events: PipelineEvent[]): Promise<void> {
    const { sql } = this.ctx.storage;
    for (const { charger, sequence, kind, transaction_id: transactionId, data } of events) {
      sql.exec(
        'INSERT INTO events (charger, sequence, kind, transaction_id, data) VALUES (?, ?, ?, ?, ?)',
        charger,
        sequence,
        kind,
        transactionId,
        data,
      );
    }
    const last = events.at(-1);
    sql.exec(
      'INSERT INTO sources VALUES (?, ?) ON CONFLICT (charger) DO UPDATE SET through = excluded.through',
      last?.charger ?? '',
      last?.sequence ?? 0,
    );
    this.projecting ??= this.project().finally(() => {
      this.projecting = null;
    });
    await this.projecting;
  }

  private async project(): Promise<void> {
    const { sql } = this.ctx.storage;
    for (;;) {
      const rows = sql
        .exec<PipelineEvent & { number: number }>(
          `SELECT * FROM events WHERE number > coalesce((SELECT number FROM cursors), 0)
           ORDER BY number LIMIT ?`,
          BATCH,
        )
        .toArray();
      const last = rows.at(-1);
      if (last === undefined) return;
      await this.env.DB.batch(rows.map((event) => this.statement(event)));
      sql.exec(
        "INSERT INTO cursors VALUES ('d1', ?) ON CONFLICT (name) DO UPDATE SET number = excluded.number",
        last.number,
      );
    }
  }

  private statement({ charger, kind, transaction_id: number, data }: PipelineEvent): D1PreparedStatement {
    switch (kind) {
      case 'status':
        return this.env.DB.prepare(
          `INSERT INTO connector_statuses (charger_id, body) VALUES (?, ?)
           ON CONFLICT (charger_id) DO UPDATE SET body = excluded.body`,
        ).bind(charger, data);
      case 'started':
        return this.env.DB.prepare(
          "INSERT INTO transactions VALUES (?, 'a', ?, 'tag', 'in_progress', 1, ?)",
        ).bind(`${charger}-${number}`, charger, data);
      default:
        return this.env.DB.prepare(
          "UPDATE transactions SET status = 'completed', body = ? WHERE transaction_id = ?",
        ).bind(data, `${charger}-${number}`);
    }
  }
}

/** The same indexes and the same count as Capacitor's: the same rows. */
const TABLES = [
  'CREATE TABLE IF NOT EXISTS accounts (account_id TEXT PRIMARY KEY, transaction_count INTEGER NOT NULL) WITHOUT ROWID',
  "INSERT OR IGNORE INTO accounts VALUES ('a', 0)",
  'CREATE TABLE IF NOT EXISTS connector_statuses (charger_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID',
  `CREATE TABLE IF NOT EXISTS transactions (
     transaction_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, charger_id TEXT NOT NULL, id_tag TEXT NOT NULL,
     status TEXT NOT NULL, start_time INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID`,
  'CREATE INDEX IF NOT EXISTS by_status ON transactions (account_id, status, start_time, transaction_id)',
  `CREATE INDEX IF NOT EXISTS by_charger
     ON transactions (account_id, charger_id, status, start_time, transaction_id)`,
  'CREATE INDEX IF NOT EXISTS by_id_tag ON transactions (account_id, id_tag, status, start_time, transaction_id)',
  `CREATE TRIGGER IF NOT EXISTS counted AFTER INSERT ON transactions BEGIN
     UPDATE accounts SET transaction_count = transaction_count + 1 WHERE account_id = NEW.account_id; END`,
];

export default {
  async fetch(request, env) {
    const [, kind, name = ''] = new URL(request.url).pathname.split('/');
    switch (kind) {
      case 'tables':
        await env.DB.batch(TABLES.map((sql) => env.DB.prepare(sql)));
        return Response.json({});
      case 'completed':
        return Response.json(
          await env.DB.prepare(
            "SELECT count(*) AS total FROM transactions WHERE account_id = 'a' AND status = 'completed'",
          ).first(),
        );
      default:
        return env.CHARGER.getByName(name).fetch(request);
    }
  },
} satisfies ExportedHandler<Env>;
