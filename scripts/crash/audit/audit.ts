import { setTimeout as wait } from 'node:timers/promises';
import { inParallel } from '../../../test/support/in-parallel.ts';
import { RestClient } from '../../../test/support/rest-client.ts';
import type { Ready } from '../server-process.ts';
import type { Told } from '../told.ts';
import { checkDatabase } from './check-database.ts';
import { checkLog, checkNumbers } from './check-log.ts';
import { checkObject } from './check-object.ts';
import { checkRest } from './check-rest.ts';
import { readBacklog, readDatabase, readLog, readObject, readOutbox } from './stores.ts';

interface AuditInput {
  /** A server that was asked to show its stores. */
  ready: Ready;
  apiKey: string;
  told: readonly Told[];
}

const AT_ONCE = 4;

/** As long as what was cut off may take to reach the log and D1. */
const SETTLES_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 50;

/** Compares what chargers told, and what of it was acknowledged, with what is kept of it everywhere. */
export async function audit({ ready, apiKey, told }: AuditInput) {
  const { url, controlUrl } = ready;
  if (controlUrl === null) throw new Error('The server does not show its stores.');
  const client = new RestClient(url, apiKey);
  // Whoever reads a charger wakes it: it finds that its connection is lost, and what it has still to tell.
  await inParallel(told, AT_ONCE, ({ chargeBoxId }) => client.get(`/chargers/${chargeBoxId}`));
  const { chargers } = await readDatabase(controlUrl);
  const logName = `${chargers[0]?.account_id ?? ''}:0`;
  await settle(controlUrl, logName, told);

  const log = await readLog(controlUrl, logName);
  const database = await readDatabase(controlUrl);
  let repeatedSamples = 0;
  const faults = await inParallel(told, AT_ONCE, async (charger) => {
    const object = await readObject(controlUrl, charger.chargeBoxId);
    repeatedSamples += object.samples.length - new Set(object.samples).size;
    return [
      ...charger.complaints,
      ...checkObject(charger, object),
      ...checkLog(charger, object, log),
      ...checkDatabase(charger, object, database),
      ...(await checkRest(client, charger, object)),
    ].map((fault) => `${charger.chargeBoxId} (${charger.chargerId}): ${fault}`);
  });
  return { faults: [...checkNumbers(log), ...faults.flat()], repeatedSamples };
}

/** Waits until all that chargers have told is in the log and in D1; what is not by then, the checks tell. */
async function settle(controlUrl: string, logName: string, told: readonly Told[]): Promise<void> {
  const deadline = performance.now() + SETTLES_WITHIN_MS;
  while (performance.now() < deadline) {
    const outboxes = await inParallel(told, AT_ONCE, ({ chargeBoxId }) =>
      readOutbox(controlUrl, chargeBoxId),
    );
    const isDelivered = outboxes.every(({ waiting }) => waiting === 0);
    if (isDelivered && (await readBacklog(controlUrl, logName)) === 0) return;
    await wait(LOOK_AGAIN_MS);
  }
}
