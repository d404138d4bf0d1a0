import type { Told } from '../told.ts';
import type { LogRow, ObjectEvidence } from './stores.ts';

/** What is lost or doubled in the account's own order: its numbers count from 1 without a hole. */
export function checkNumbers(log: readonly LogRow[]): string[] {
  return holesIn(log.map(({ number }) => number)).map((hole) => `the log's numbers: ${hole}`);
}

/** What is lost or doubled in the log of what one charger told. */
export function checkLog(told: Told, object: ObjectEvidence, log: readonly LogRow[]): string[] {
  const own = log.filter(({ chargerId }) => chargerId === told.chargerId).map(({ event }) => event);
  const sequences = own.map(({ sequence }) => sequence);
  const faults = holesIn(sequences).map((hole) => `sequences in the log: ${hole}`);
  if ((sequences.at(-1) ?? 0) !== object.outbox.last) {
    faults.push(`lost: the log ends at sequence ${sequences.at(-1)}, the object at ${object.outbox.last}`);
  }
  for (const { transactionId, ocppTransactionId, end } of object.transactions) {
    for (const [name, expected] of [
      ['transaction.started', 1],
      ['transaction.stopped', end === null ? 0 : 1],
    ] as const) {
      const found = own.filter(
        ({ event, data }) =>
          event === name && 'transactionId' in data && data.transactionId === transactionId,
      );
      if (found.length !== expected) {
        faults.push(
          `${found.length < expected ? 'lost' : 'doubled'}: ${name} of transaction ${ocppTransactionId} (${transactionId}) is ${found.length} times in the log`,
        );
      }
    }
  }
  return [...faults, ...checkStatuses(told, own), ...checkBoots(told, own)];
}

function checkStatuses({ statuses }: Told, own: readonly LogRow['event'][]): string[] {
  const logged = own.flatMap((event) => (event.event === 'connector.status_changed' ? [event.data] : []));
  const times = new Map<string, number>();
  for (const { connectorId, status, since } of logged) {
    const key = statusKey(connectorId, status, since);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const faults: string[] = [];
  for (const { connectorId, status, at, isAcknowledged } of statuses) {
    const key = statusKey(connectorId, status, at);
    const found = times.get(key) ?? 0;
    times.delete(key);
    if (found === 0 && isAcknowledged) faults.push(`lost: ${key} is not in the log`);
    if (found > 1) faults.push(`doubled: ${key} is ${found} times in the log`);
  }
  return [...faults, ...[...times.keys()].map((key) => `invented: ${key}, which nobody told`)];
}

/** A boot that is sent again is another boot: nothing in it tells them apart. */
function checkBoots({ boots }: Told, own: readonly LogRow['event'][]): string[] {
  const logged = own.filter(({ event }) => event === 'charger.boot').length;
  return logged < boots.acknowledged
    ? [`lost: ${boots.acknowledged} boots were acknowledged, ${logged} are in the log`]
    : [];
}

function statusKey(connectorId: number, status: string, at: string): string {
  return `${status} of connector ${connectorId} at ${at}`;
}

/** Where numbers do not count up from 1 by one. */
function holesIn(numbers: readonly number[]): string[] {
  return numbers.flatMap((number, index) => {
    const before = numbers[index - 1] ?? 0;
    if (number === before + 1) return [];
    return [
      number > before ? `lost: ${before + 1} to ${number - 1}` : `doubled: ${number} comes after ${before}`,
    ];
  });
}
