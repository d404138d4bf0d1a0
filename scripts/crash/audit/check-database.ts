import type { Told } from '../told.ts';
import type { DatabaseEvidence, ObjectEvidence } from './stores.ts';
import { energyKwh } from './energy.ts';

/** What is lost or doubled in D1 of what one charger told. */
export function checkDatabase(told: Told, object: ObjectEvidence, database: DatabaseEvidence): string[] {
  const faults: string[] = [];
  const rows = database.transactions.filter((row) => row.charger_id === told.chargerId);
  for (const { transactionId, ocppTransactionId, end, startTimestamp, connectorId } of object.transactions) {
    const found = rows.filter((row) => row.transaction_id === transactionId);
    const [row] = found;
    const name = `transaction ${ocppTransactionId} (${transactionId})`;
    if (row === undefined || found.length > 1) {
      faults.push(`${row === undefined ? 'lost' : 'doubled'}: ${name} is ${found.length} times in D1`);
      continue;
    }
    const status = end === null ? 'in_progress' : 'completed';
    if (row.status !== status) faults.push(`wrong: ${name} is ${row.status} in D1, not ${status}`);
    const session = told.sessions.find(
      (other) => other.connectorId === connectorId && other.startedAt === startTimestamp,
    );
    const stop = session?.stop ?? null;
    if (end === null || session === undefined || stop === null) continue;
    const energy = energyKwh(session.meterStart, stop.meterStop);
    if (row.body.energyDelivered !== energy) {
      faults.push(`wrong: ${name} has ${row.body.energyDelivered} kWh in D1, not ${energy}`);
    }
  }
  const known = new Set(object.transactions.map(({ transactionId }) => transactionId));
  for (const row of rows) {
    if (!known.has(row.transaction_id))
      faults.push(`invented: D1 holds ${row.transaction_id}, the object does not`);
  }
  return [...faults, ...checkConnectors(told, database), ...checkConnection(told, database)];
}

function checkConnectors({ chargerId, statuses }: Told, { connectors }: DatabaseEvidence): string[] {
  const faults: string[] = [];
  for (const connectorId of new Set(statuses.map((told) => told.connectorId))) {
    const own = statuses.filter((told) => told.connectorId === connectorId);
    // The last one may have come in without an answer.
    const possible = [own.findLast(({ isAcknowledged }) => isAcknowledged), own.at(-1)];
    const found = connectors.filter(
      (row) => row.charger_id === chargerId && row.connector_id === connectorId,
    );
    if (found.length === 0 && possible[0] === undefined) continue;
    const [row] = found;
    if (found.length !== 1 || !possible.some((told) => told?.status === row?.status)) {
      faults.push(
        `wrong: connector ${connectorId} is ${found.map(({ status }) => status).join() || 'nothing'} in D1, not ${own.at(-1)?.status}`,
      );
    }
  }
  return faults;
}

/** Nobody is connected when the audit is made. */
function checkConnection({ chargerId }: Told, { chargers }: DatabaseEvidence): string[] {
  const row = chargers.find((charger) => charger.charger_id === chargerId);
  if (row === undefined) return ['lost: D1 does not know the charger'];
  return row.is_online === 0 ? [] : ['wrong: D1 shows it online, but its socket went with the server'];
}
