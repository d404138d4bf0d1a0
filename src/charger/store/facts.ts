import * as z from 'zod';
import { ChargePointCertificates } from '../../domain/charge-point-certificate.ts';
import { DesiredValue } from '../../domain/configuration-drift.ts';
import { Credential, OfferedCredential } from '../../domain/credential.ts';
import { Registration, RegistrationStatus, TagPolicy } from '../../domain/registration.ts';
import { ProfileUpgrade } from '../../domain/security-profile.ts';
import { InstalledCertificates } from '../../domain/installed-certificates.ts';
import { LocalList } from '../../domain/local-list.ts';
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

/** Configuration keys that the charger said it does not have, by their folded names. Times in ms since the epoch. */
const UnknownKeys = z.record(z.string(), z.object({ key: z.string(), readAt: z.int() }));

/** What its owner wants of the charger's configuration. */
const DesiredConfiguration = z.array(DesiredValue);

/** What was asked and accepted of a connector's service, by its number; 0 is the whole charger (OCPP 1.6 5.2). */
const Availability = z.record(z.string(), z.enum(['Operative', 'Inoperative']));

/** Rows of facts that were read together, by name. */
export type FactRows = ReadonlyMap<string, string>;

/** Something of which each charger has one; one row. */
interface Fact<Value> {
  read(sql: SqlStorage): Value | null;
  /** From rows that were read by `readFacts` with its name. */
  from(rows: FactRows): Value | null;
  write(sql: SqlStorage, value: Value): void;
  delete(sql: SqlStorage): void;
}

function defineFact<Value>(name: string, schema: z.ZodType<Value>): Fact<Value> {
  return {
    read: (sql) => readJson(sql, schema, 'SELECT data FROM facts WHERE name = ?', name)[0] ?? null,
    from(rows) {
      const text = rows.get(name);
      return text === undefined ? null : schema.parse(JSON.parse(text));
    },
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
  offeredCredentials: defineFact('offeredCredentials', z.array(OfferedCredential)),
  profileUpgrade: defineFact('profileUpgrade', ProfileUpgrade),
  unknownKeys: defineFact('unknownKeys', UnknownKeys),
  desiredConfiguration: defineFact('desiredConfiguration', DesiredConfiguration),
  boot: defineFact('boot', Boot),
  connection: defineFact('connection', Connection),
  /** Of the job that was asked for last under one. */
  lastRequestId: defineFact('lastRequestId', z.int()),
  availability: defineFact('availability', Availability),
  localList: defineFact('localList', LocalList),
  installedCertificates: defineFact('installedCertificates', InstalledCertificates),
  chargePointCertificates: defineFact('chargePointCertificates', ChargePointCertificates),
  /** The account's, as the directory last said it. */
  tagPolicy: defineFact('tagPolicy', TagPolicy),
};

const Row = z.object({ name: z.string(), data: z.string() });

/** Several facts in one query. */
export function readFacts(sql: SqlStorage, names: readonly (keyof typeof facts)[]): FactRows {
  const rows = sql.exec(
    `SELECT name, data FROM facts WHERE name IN (${names.map(() => '?').join(', ')})`,
    ...names,
  );
  return new Map(
    rows.toArray().map((row) => {
      const { name, data } = Row.parse(row);
      return [name, data];
    }),
  );
}
