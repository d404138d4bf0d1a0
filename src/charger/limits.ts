import type { CommandRequest, CommandResult } from '../contracts/command-rpc.ts';
import type { LimitBody, LimitChange } from '../contracts/smart-charging-rpc.ts';
import { limitInForce, limitProfileId, limitProfiles } from '../domain/limit.ts';
import type { ChargerSettings } from '../domain/registration.ts';
import { toIsoTime } from '../lib/time.ts';
import { smartChargingLimits } from './charging-profiles.ts';
import { readChargingProfiles } from './store/charging-profiles.ts';
import { readTransactionOn } from './store/transactions.ts';

type Send = (request: CommandRequest) => Promise<CommandResult>;

/** The plain limit that is in force, by what the charger has accepted. */
export function limitOf(sql: SqlStorage, connectorId: number, now: number): LimitBody {
  const limit = limitInForce(connectorId, readChargingProfiles(sql), now);
  return {
    connectorId,
    amps: limit?.unit === 'A' ? limit.value : null,
    watts: limit?.unit === 'W' ? limit.value : null,
    until: limit === null || limit.until === null ? null : toIsoTime(limit.until),
    since: limit === null ? null : toIsoTime(limit.since),
  };
}

/** Sends the profiles of a plain limit; stops at one that the charger does not take. */
export async function setLimit(
  sql: SqlStorage,
  { limitProfile: quirks }: ChargerSettings,
  { connectorId, ...limit }: LimitChange,
  now: number,
  send: Send,
): Promise<CommandResult> {
  const runs = readTransactionOn(sql, connectorId);
  const profiles = limitProfiles(connectorId, limit, readChargingProfiles(sql), {
    runs: runs?.ocppTransactionId ?? null,
    maxStackLevel: smartChargingLimits(sql).maxStackLevel,
    quirks,
    now,
  });
  return sendAll(
    profiles.map((csChargingProfiles) => ({
      action: 'SetChargingProfile' as const,
      payload: { connectorId, csChargingProfiles },
    })),
    send,
  );
}

/** Clears the profiles of a plain limit; asked for by number, also where we know of none. */
export async function clearLimit(sql: SqlStorage, connectorId: number, send: Send): Promise<CommandResult> {
  const known = new Set(
    readChargingProfiles(sql).map(({ csChargingProfiles }) => csChargingProfiles.chargingProfileId),
  );
  const first = limitProfileId(connectorId, connectorId === 0 ? 'ChargePointMaxProfile' : 'TxDefaultProfile');
  const second = limitProfileId(connectorId, 'TxProfile');
  return sendAll(
    [first, ...(known.has(second) ? [second] : [])].map((id) => ({
      action: 'ClearChargingProfile' as const,
      payload: { id },
    })),
    send,
  );
}

async function sendAll(requests: CommandRequest[], send: Send): Promise<CommandResult> {
  let last: CommandResult = { kind: 'refused', reason: 'there is nothing to send' };
  for (const request of requests) {
    last = await send(request);
    if (last.kind !== 'answered' || last.status !== 'Accepted') return last;
  }
  return last;
}
