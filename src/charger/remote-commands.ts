import type { CommandResult, RemoteStartInput } from '../contracts/charger-rpc.ts';
import type { CommandEnd } from '../domain/command.ts';
import type { Registration } from '../domain/registration.ts';
import { newId } from '../lib/ids.ts';
import type { OutgoingAction } from '../ocpp/v16/messages/index.ts';
import type { Commands } from './commands.ts';
import { prepareRemoteStart } from './remote-start.ts';
import { readTransactionsById } from './store/transactions.ts';

interface RemoteCommandPorts {
  sql: SqlStorage;
  registration: Registration;
  isOnline: () => boolean;
  commands: Commands;
  /** ms since the epoch */
  now: number;
}

/** How long an accepted remote start waits for its StartTransaction: the driver has to plug in (ConnectionTimeOut). */
const START_OUTCOME_MS = 120_000;

/** Asks the charger to begin a transaction (OCPP 1.6 5.11) and waits for what it says. */
export async function remoteStart(
  ports: RemoteCommandPorts,
  input: RemoteStartInput,
): Promise<CommandResult> {
  const prepared = prepareRemoteStart(ports.sql, input);
  if (!prepared.ok) return prepared.result;
  return call(ports, 'RemoteStartTransaction', prepared.payload, input.timeoutSeconds, START_OUTCOME_MS);
}

/** Asks the charger to end a transaction (OCPP 1.6 5.12). It runs until the charger's own StopTransaction. */
export async function remoteStop(
  ports: RemoteCommandPorts,
  transactionId: string,
  timeoutSeconds: number | undefined,
): Promise<CommandResult> {
  const [transaction] = readTransactionsById(ports.sql, [transactionId]);
  if (transaction === undefined) return { kind: 'unknownTransaction' };
  if (transaction.end !== null) return { kind: 'notRunning', status: 'completed' };
  const payload = { transactionId: transaction.ocppTransactionId };
  return call(ports, 'RemoteStopTransaction', payload, timeoutSeconds, null);
}

async function call(
  { registration, isOnline, commands, now }: RemoteCommandPorts,
  action: OutgoingAction,
  payload: Record<string, unknown>,
  timeoutSeconds: number | undefined,
  outcomeMs: number | null,
): Promise<CommandResult> {
  if (registration.registration !== 'Accepted') {
    const reason = `${action} is not allowed while the registration is ${registration.registration}. PATCH the charger with {"registration":"Accepted"} first.`;
    return { kind: 'refused', reason };
  }
  if (!isOnline()) return { kind: 'offline' };
  const seconds = timeoutSeconds ?? registration.settings.timeoutSeconds;
  const commandId = newId('cmd');
  const end = await commands.call({ commandId, action, payload, timeoutMs: seconds * 1000, outcomeMs }, now);
  return resultOf(end, commandId, seconds);
}

function resultOf(end: CommandEnd, commandId: string, timeoutSeconds: number): CommandResult {
  switch (end.state) {
    case 'answered': {
      const { status } = end.confirmation;
      return {
        kind: 'answered',
        commandId,
        status: typeof status === 'string' ? status : 'Accepted',
        confirmation: end.confirmation,
      };
    }
    case 'callError':
      return { kind: 'callError', commandId, error: { code: end.code, description: end.description } };
    case 'invalidAnswer':
      return { kind: 'invalidAnswer', commandId, reason: end.reason };
    case 'timedOut':
      return { kind: 'timedOut', commandId, timeoutSeconds };
    case 'connectionLost':
      return { kind: 'connectionLost', commandId };
  }
}
