import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import * as z from 'zod';
import { eventLogName } from '../../../src/contracts/event-log-rpc.ts';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { loggedEvents, settle, type Site } from './charging-site.ts';
import { eventually } from './eventually.ts';
import { retryingCharger } from './retrying-charger.ts';

const METER_START = 10_000;
const METERS = [12_500, 14_000];
const METER_STOP = 15_250;
const STATUSES = ['Available', 'Preparing', 'Charging', 'Finishing', 'Available'];

const Started = z.object({ transactionId: z.int(), idTagInfo: z.object({ status: z.string() }) });
const Kept = z.object({ transactions: z.int(), open: z.int(), samples: z.int(), orphans: z.int() });

/** The same site by new stubs: one whose object was lost is of no use any more. */
export function freshSite(site: Site): Site {
  return {
    ...site,
    object: env.CHARGER.getByName(foldIdentity(site.chargeBoxId)),
    log: env.EVENT_LOG.getByName(eventLogName(site.accountId)),
  };
}

interface Disturbance {
  /** Resolves when the charger's connection is gone, told or not. */
  lost?: Promise<void>;
  /** Called after each answer but the last, with its number from 1. */
  afterAnswer?: (call: number, hangUp: () => void) => Promise<void>;
}

/** One session of the driver USER-001 by a charger that sends again what is not answered; the transaction's number. */
export async function runSession({ chargeBoxId }: Site, { lost, afterAnswer }: Disturbance): Promise<number> {
  const charger = retryingCharger(chargeBoxId);
  void lost?.then(charger.hangUp);
  let calls = 0;
  const call = async (action: string, payload: Record<string, unknown>) => {
    const answer = await charger.call(action, payload);
    calls += 1;
    await afterAnswer?.(calls, charger.hangUp);
    return answer;
  };
  const at = () => new Date(Date.UTC(2025, 0, 15, 10, 30 + calls)).toISOString();
  const report = (status: string | undefined) =>
    call('StatusNotification', { connectorId: 1, status, errorCode: 'NoError', timestamp: at() });
  const [available, preparing, charging, finishing, availableAgain] = STATUSES;
  await call('BootNotification', { chargePointVendor: 'ABB', chargePointModel: 'Terra AC' });
  await report(available);
  await report(preparing);
  await call('Authorize', { idTag: 'USER-001' });
  const start = { connectorId: 1, idTag: 'USER-001', meterStart: METER_START, timestamp: at() };
  const { transactionId, idTagInfo } = Started.parse(await call('StartTransaction', start));
  expect(idTagInfo.status).toBe('Accepted');
  await report(charging);
  for (const registerWh of METERS) {
    const sampledValue = [{ value: String(registerWh), unit: 'Wh' }];
    await call('MeterValues', {
      connectorId: 1,
      transactionId,
      meterValue: [{ timestamp: at(), sampledValue }],
    });
  }
  await call('StopTransaction', { transactionId, meterStop: METER_STOP, timestamp: at() });
  await report(finishing);
  await report(availableAgain);
  return transactionId;
}

/** How many answers a session has. */
export const SESSION_CALLS = 5 + METERS.length + STATUSES.length - 1;

/** Everything of that session is once in the object, in the log, in D1 and in every answer. */
export async function auditSession(
  disturbed: Site,
  ocppTransactionId: number,
  message: string,
): Promise<void> {
  // What was cut off is made up for by alarms; a test does not wait for them. The last loss may still be to come.
  await eventually(async () => {
    const { object, log } = freshSite(disturbed);
    return [await runDurableObjectAlarm(object), await runDurableObjectAlarm(log)];
  }).toEqual([false, false]);
  const site = freshSite(disturbed);
  await settle(site);

  const kept = await runInDurableObject(site.object, (_, { storage }) =>
    storage.sql
      .exec(
        `SELECT (SELECT count(*) FROM transactions) AS transactions,
           (SELECT count(*) FROM transactions WHERE is_open = 1) AS open,
           (SELECT count(DISTINCT data ->> '$.meterValue[0].timestamp') FROM meter_values
            WHERE ocpp_transaction_id = ?) AS samples,
           (SELECT count(*) FROM orphan_stops) AS orphans`,
        ocppTransactionId,
      )
      .one(),
  );
  expect(Kept.parse(kept), message).toEqual({
    transactions: 1,
    open: 0,
    samples: METERS.length,
    orphans: 0,
  });

  const logged = (await loggedEvents(site)).map(({ event }) => event);
  expect(
    logged.map(({ sequence }) => sequence),
    message,
  ).toEqual(logged.map((_, index) => index + 1));
  expect((await site.log.state()).gaps, message).toEqual([]);
  const statuses = logged.flatMap((event) =>
    event.event === 'connector.status_changed' ? [event.data.status] : [],
  );
  expect(statuses, message).toEqual(STATUSES);
  const ofTransaction = logged.map(({ event }) => event).filter((name) => name.startsWith('transaction.'));
  expect(ofTransaction, message).toEqual(['transaction.started', 'transaction.stopped']);
  expect(
    logged.map(({ event }) => event),
    message,
  ).toContain('charger.boot');

  const energyDelivered = (METER_STOP - METER_START) / 1_000;
  const listed = await site.account.call('GET', '/api/v1/transactions');
  expect(listed.body, message).toMatchObject({
    transactions: [{ ocppTransactionId, status: 'completed', energyDelivered }],
    pagination: { total: 1 },
  });
  const chargers = await site.account.call('GET', '/api/v1/chargers?connectorStatus=Available');
  expect(chargers.body, message).toMatchObject({ chargers: [{ vendor: 'ABB' }] });
  const presence = await site.object.presence(site.accountId);
  const row = await env.DB.prepare('SELECT is_online FROM chargers WHERE charger_id = ?')
    .bind(site.chargerId)
    .first();
  expect(row, message).toEqual({ is_online: presence?.isOnline === true ? 1 : 0 });
}
