import * as z from 'zod';
import type { Command, CommandOutcome, NewCommand } from './command.ts';

/** What an accepted command waits for, by what is known when it is sent. */
export interface OutcomeSettings {
  /** How long a message may take that has to follow, ms. */
  outcomeMs: number;
  /** How long a driver may take to plug in (ConnectionTimeOut), ms. */
  connectionTimeOutMs: number;
}

/** A reset takes as long as the charger needs to start again. */
const LEAST_RESET_MS = 300_000;

/** What the standard says follows on a command's acceptance; null where nothing does. */
export function expectedOutcome(
  action: string,
  { outcomeMs, connectionTimeOutMs }: OutcomeSettings,
): NewCommand['outcome'] {
  switch (action) {
    case 'RemoteStartTransaction':
      return { withinMs: connectionTimeOutMs, otherwise: 'expired' };
    case 'Reset':
      return { withinMs: Math.max(outcomeMs, LEAST_RESET_MS), otherwise: 'unfulfilled' };
    case 'ChangeAvailability':
    case 'RemoteStopTransaction':
    case 'TriggerMessage':
    case 'ExtendedTriggerMessage':
      return { withinMs: outcomeMs, otherwise: 'unfulfilled' };
    default:
      return null;
  }
}

/** A call of the charger, as far as it may be what a command led to. */
export interface FollowingCall {
  action: string;
  messageId: string;
  payload: unknown;
  receivedAt: number;
}

const Addressed = z.object({ connectorId: z.int().optional(), transactionId: z.int().optional() });

/** The message that a trigger asked for has another name where the white paper's firmware update is meant. */
const TRIGGERED: { readonly [requested: string]: readonly string[] } = {
  SignChargePointCertificate: ['SignCertificate'],
  FirmwareStatusNotification: ['FirmwareStatusNotification', 'SignedFirmwareStatusNotification'],
};

/** Whether a trigger asked for this call (OCPP 1.6 5.17). */
export function isTriggeredBy(command: Command, call: Pick<FollowingCall, 'action' | 'payload'>): boolean {
  const { action, payload } = command;
  if (action !== 'TriggerMessage' && action !== 'ExtendedTriggerMessage') return false;
  const requested = String(payload['requestedMessage']);
  if (!(TRIGGERED[requested] ?? [requested]).includes(call.action)) return false;
  const addressed = Addressed.safeParse(call.payload);
  const connectorId = addressed.success ? addressed.data.connectorId : undefined;
  return (
    payload['connectorId'] === undefined ||
    connectorId === undefined ||
    payload['connectorId'] === connectorId
  );
}

const Status = z.object({ connectorId: z.int(), status: z.string() });

/** A connector that reports to be out of service, or back, as it was asked to (OCPP 1.6 5.2); 0 asks all of them. */
function isStatusAskedFor({ connectorId, type }: Record<string, unknown>, payload: unknown): boolean {
  const reported = Status.safeParse(payload);
  if (!reported.success) return false;
  const isConnector = connectorId === 0 || reported.data.connectorId === connectorId;
  return isConnector && (reported.data.status === 'Unavailable') === (type === 'Inoperative');
}

/** Whether a call of the charger is what a command led to. Remote starts are linked where the transaction begins. */
function isFulfilledBy(command: Command, call: FollowingCall): boolean {
  switch (command.action) {
    case 'Reset':
      return call.action === 'BootNotification';
    case 'ChangeAvailability':
      return call.action === 'StatusNotification' && isStatusAskedFor(command.payload, call.payload);
    case 'RemoteStopTransaction': {
      const stopped = Addressed.safeParse(call.payload);
      return (
        call.action === 'StopTransaction' &&
        stopped.success &&
        stopped.data.transactionId === command.payload['transactionId']
      );
    }
    default:
      return isTriggeredBy(command, call);
  }
}

/** The commands that a call of the charger fulfils, fulfilled: of several like triggers the oldest. */
export function fulfilCommands(pending: readonly Command[], call: FollowingCall): Command[] {
  const { action, messageId, receivedAt } = call;
  const command = pending.find(
    (candidate) => candidate.outcome?.state === 'pending' && isFulfilledBy(candidate, call),
  );
  if (command === undefined || command.outcome === null) return [];
  const outcome: CommandOutcome = {
    ...command.outcome,
    state: 'fulfilled',
    message: { action, messageId, receivedAt },
  };
  return [{ ...command, outcome }];
}
