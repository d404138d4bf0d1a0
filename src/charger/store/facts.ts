import * as z from 'zod';
import { Registration, RegistrationStatus, TagPolicy } from '../../domain/registration.ts';
import { readJson } from './json-row.ts';

/** What the charger said of itself in its last BootNotification (OCPP 1.6 6.3), and the firmware it had before. */
export const Boot = z.object({
  vendor: z.string(),
  model: z.string(),
  chargePointSerialNumber: z.string().nullable(),
  chargeBoxSerialNumber: z.string().nullable(),
  firmwareVersion: z.string().nullable(),
  iccid: z.string().nullable(),
  imsi: z.string().nullable(),
  meterType: z.string().nullable(),
  meterSerialNumber: z.string().nullable(),
  bootedAt: z.int(),
  /** What it was told of its registration then. */
  answeredWith: RegistrationStatus.default('Accepted'),
  firmwareHistory: z.array(z.object({ firmwareVersion: z.string(), since: z.int() })),
});
export type Boot = z.infer<typeof Boot>;

/** The connection that counts: the newest one. A socket with another id is one that it replaced. */
const Connection = z.object({
  connectionId: z.string().nullable(),
  lastSeenAt: z.int().nullable(),
  /** The frames that waited with the last socket, until the next one takes them. */
  trace: z.string(),
  clock: z.object({ skewMs: z.number(), seenAt: z.int() }).nullable(),
});

/** HMAC-SHA-256 of the password's bytes under the key `keyId`, in hex. */
export const Credential = z.object({ keyId: z.string(), digest: z.string() });
export type Credential = z.infer<typeof Credential>;

/** What was asked and accepted of a connector's service, by its number; 0 is the whole charger (OCPP 1.6 5.2). */
const Availability = z.record(z.string(), z.enum(['Operative', 'Inoperative']));

/** Something of which each charger has one; one row. */
interface Fact<Value> {
  read(sql: SqlStorage): Value | null;
  write(sql: SqlStorage, value: Value): void;
  delete(sql: SqlStorage): void;
}

function defineFact<Value>(name: string, schema: z.ZodType<Value>): Fact<Value> {
  return {
    read: (sql) => readJson(sql, schema, 'SELECT data FROM facts WHERE name = ?', name)[0] ?? null,
    write(sql, value) {
      sql.exec(
        'INSERT INTO facts (name, data) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data WHERE data <> excluded.data',
        name,
        JSON.stringify(value),
      );
    },
    delete(sql) {
      sql.exec('DELETE FROM facts WHERE name = ?', name);
    },
  };
}

export const facts = {
  registration: defineFact('registration', Registration),
  credential: defineFact('credential', Credential),
  boot: defineFact('boot', Boot),
  connection: defineFact('connection', Connection),
  availability: defineFact('availability', Availability),
  /** The account's, as the directory last said it. */
  tagPolicy: defineFact('tagPolicy', TagPolicy),
};
