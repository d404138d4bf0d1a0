import type {
  ChargerDescription,
  ChargerPresence,
  ConnectorBody,
  FlagBody,
} from '../contracts/charger-rpc.ts';
import type { Connector } from '../domain/connector.ts';
import { staleAfterSeconds, type Registration } from '../domain/registration.ts';
import { toIsoTime } from '../lib/time.ts';
import { describePassword } from './credentials.ts';
import type { Session } from './session.ts';
import { readConnectors } from './store/connectors.ts';
import { facts, readFacts } from './store/facts.ts';
import { readFlags } from './store/flags.ts';
import { readOpenTransactions } from './store/transactions.ts';
import { toTransactionBody } from './transaction-body.ts';

/** Whether the charger is there, judged by its socket and its last message. */
export function describePresence(
  sql: SqlStorage,
  registration: Registration,
  session: Session | null,
  now: number,
): ChargerPresence {
  const lastSeenAt = session?.lastMessageAt ?? facts.connection.read(sql)?.lastSeenAt ?? null;
  return presenceOf(registration, session, lastSeenAt, now);
}

function presenceOf(
  registration: Registration,
  session: Session | null,
  lastSeenAt: number | null,
  now: number,
): ChargerPresence {
  const staleAfterMs = staleAfterSeconds(registration.settings) * 1000;
  return {
    isOnline: session !== null,
    isStale: session !== null && now - session.lastMessageAt > staleAfterMs,
    lastSeenAt: lastSeenAt === null ? null : toIsoTime(lastSeenAt),
  };
}

/** The connectors, with what runs on them. */
export function describeConnectors(
  sql: SqlStorage,
  registration: Registration,
  now: number,
  availability = facts.availability.read(sql) ?? {},
): ConnectorBody[] {
  const running = readOpenTransactions(sql).map((transaction) =>
    toTransactionBody(sql, registration, transaction, now),
  );
  return readConnectors(sql).map((connector: Connector) => {
    const transaction = running.find(({ connectorId }) => connectorId === connector.connectorId);
    return {
      ...connector,
      since: toIsoTime(connector.since),
      desiredAvailability: availability[connector.connectorId] ?? availability[0] ?? null,
      transactionId: transaction?.transactionId ?? null,
      powerKw: transaction?.powerKw ?? null,
      energyDelivered: transaction?.energyDelivered ?? null,
      soc: transaction?.soc ?? null,
    };
  });
}

const DESCRIBED = ['boot', 'credential', 'offeredCredentials', 'profileUpgrade', 'availability'] as const;

/** All there is to say of a charger. */
export function describeCharger(
  sql: SqlStorage,
  registration: Registration,
  session: Session | null,
  now: number,
): ChargerDescription {
  const rows = readFacts(sql, session === null ? [...DESCRIBED, 'connection'] : DESCRIBED);
  const boot = facts.boot.from(rows);
  const password = describePassword(rows);
  const connection = session === null ? facts.connection.from(rows) : null;
  const { lastMessageAt, clock } = session ?? {
    lastMessageAt: connection?.lastSeenAt ?? null,
    clock: connection?.clock ?? null,
  };
  return {
    ...presenceOf(registration, session, lastMessageAt, now),
    registration,
    hasPassword: password.hasPassword,
    passwordChangedAt: password.changedAt === null ? null : toIsoTime(password.changedAt),
    isPasswordChanging: password.isChanging,
    securityProfileUpgrade: facts.profileUpgrade.from(rows)?.securityProfile ?? null,
    boot:
      boot === null
        ? null
        : {
            vendor: boot.vendor,
            model: boot.model,
            chargePointSerialNumber: boot.chargePointSerialNumber,
            chargeBoxSerialNumber: boot.chargeBoxSerialNumber,
            firmwareVersion: boot.firmwareVersion,
            iccid: boot.iccid,
            imsi: boot.imsi,
            meterType: boot.meterType,
            meterSerialNumber: boot.meterSerialNumber,
            bootedAt: toIsoTime(boot.bootedAt),
          },
    connectedSince: session === null ? null : toIsoTime(session.connectedAt),
    clockSkewSeconds: clock === null ? null : Math.round(clock.skewMs / 1000),
    connectors: describeConnectors(sql, registration, now, facts.availability.from(rows) ?? {}),
    firmwareHistory: (boot?.firmwareHistory ?? []).map(({ firmwareVersion, since }) => ({
      firmwareVersion,
      since: toIsoTime(since),
    })),
    flags: describeFlags(sql, session),
  };
}

/** The written counts and those that still wait in the session. */
function describeFlags(sql: SqlStorage, session: Session | null): Record<string, FlagBody> {
  return Object.fromEntries(
    [...readFlags(sql)].map(([name, { count, firstAt, lastAt, example }]) => {
      const waiting = session?.flags[name] ?? 0;
      const last = waiting > 0 && session !== null ? session.lastMessageAt : lastAt;
      const body = { count: count + waiting, firstAt: toIsoTime(firstAt), lastAt: toIsoTime(last), example };
      return [name, body];
    }),
  );
}
