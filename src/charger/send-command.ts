import type { CommandRefusal, CommandRequest, CommandResult } from '../contracts/command-rpc.ts';
import { expectedOutcome } from '../domain/command-outcome.ts';
import type { NewCommand } from '../domain/command.ts';
import { isRepeatable } from '../domain/repeatable-command.ts';
import { newId } from '../lib/ids.ts';
import { toIsoTime } from '../lib/time.ts';
import { holdsSecret, maskPayload } from '../ocpp/mask-secrets.ts';
import { findUnsafeInteger, UNSAFE_INTEGER } from '../ocpp/unsafe-integer.ts';
import type { CallEnd, CallQueue } from './call-queue.ts';
import type { Effect, EffectPorts, PayloadFault, PreparePorts } from './commands/command-rule.ts';
import { commandRules } from './commands/index.ts';
import { connectionTimeOutMs } from './connection-time-out.ts';
import { readCommand } from './store/commands.ts';

export interface SendPorts extends PreparePorts, EffectPorts {
  isOnline: () => boolean;
  queue: CallQueue;
  /** Runs what writes, and stores its events, all or nothing. */
  commit: (work: () => Effect, now: number) => void;
}

/** Sends a command and waits for what the charger says, after all that may forbid it has been asked. */
export async function sendCommand(ports: SendPorts, request: CommandRequest): Promise<CommandResult> {
  const { registration, queue, now } = ports;
  const { action, isRaw = false, jobId = null } = request;
  const commandId = request.commandId ?? newId('cmd');
  const isThere = () => request.commandId !== undefined && readCommand(ports.sql, commandId) !== null;
  if (isThere()) return { kind: 'alreadyThere', commandId };
  const rule = commandRules[action];
  const seconds = request.timeoutSeconds ?? registration.settings.timeoutSeconds;

  const given = isRaw ? request.payload : rule.complete(request.payload, ports);
  const payload = rule.definition.request.safeParse(given);
  if (!payload.success) {
    const [issue] = payload.error.issues;
    return {
      kind: 'invalid',
      field: issue?.path.join('.') ?? '',
      reason: `${issue?.message ?? 'is not valid'} (${rule.definition.section})`,
    };
  }
  const unsafe = findUnsafeInteger(given);
  if (unsafe !== null) return { kind: 'invalid', field: unsafe, reason: UNSAFE_INTEGER };
  const refusal =
    refusedBy(ports, request) ??
    forbidden(rule.forbid(given, ports)) ??
    (isRaw ? null : (faulty(rule.fault(given)) ?? rule.check(given, ports)));
  if (refusal !== null) return refusal;

  const isOnline = ports.isOnline();
  const isSecret = holdsSecret(given);
  const waitSeconds = isRepeatable(action) && !isSecret ? request.deliverWithinSeconds : undefined;
  if (request.deliverWithinSeconds !== undefined && waitSeconds === undefined) return noWaiting(action);
  if (!isOnline && waitSeconds === undefined) return { kind: 'offline' };

  const command: NewCommand = {
    commandId,
    action,
    payload: given,
    timeoutMs: seconds * 1000,
    deliverUntil: waitSeconds === undefined ? null : now + waitSeconds * 1000,
    isSecret,
    outcome: rule.expects(given, ports)
      ? expectedOutcome(action, {
          outcomeMs: registration.settings.outcomeSeconds * 1000,
          connectionTimeOutMs: connectionTimeOutMs(ports.sql),
        })
      : null,
  };
  await rule.prepare(given, { commandId }, ports);
  // The same request may have come a second time during that wait.
  if (isThere()) return { kind: 'alreadyThere', commandId };
  ports.commit(() => rule.queued(given, { commandId, jobId }, ports), now);
  const end = await queue.call(command, ports.isOnline(), now);
  return resultOf(end, command, seconds);
}

/** What the registration forbids (OCPP 1.6 4.2): a charger that is not accepted takes no orders, or few. */
function refusedBy({ registration }: SendPorts, { action }: CommandRequest): CommandRefusal | null {
  const state = registration.registration;
  const isRemote = action === 'RemoteStartTransaction' || action === 'RemoteStopTransaction';
  if (state === 'Accepted' || (state === 'Pending' && !isRemote)) return null;
  return {
    kind: 'refused',
    reason: `${action} is not allowed while the registration is ${state}. PATCH the charger with {"registration":"Accepted"} first.`,
  };
}

function forbidden(reason: string | null): CommandRefusal | null {
  return reason === null ? null : { kind: 'refused', reason };
}

function faulty(fault: PayloadFault | null): CommandRefusal | null {
  return fault === null ? null : { kind: 'invalid', ...fault };
}

function noWaiting(action: string): CommandRefusal {
  return {
    kind: 'invalid',
    field: 'deliverWithinSeconds',
    reason: `${action} is never kept for later: send it when the charger is online.`,
  };
}

function resultOf(
  end: CallEnd,
  { commandId, deliverUntil, payload }: NewCommand,
  timeoutSeconds: number,
): CommandResult {
  const sent = { commandId, payload: maskPayload(payload) };
  switch (end.state) {
    case 'answered': {
      const { status } = end.confirmation;
      return {
        kind: 'answered',
        ...sent,
        status: typeof status === 'string' ? status : 'Accepted',
        confirmation: end.confirmation,
      };
    }
    case 'callError':
      return { kind: 'callError', ...sent, error: { code: end.code, description: end.description } };
    case 'invalidAnswer':
      return { kind: 'invalidAnswer', ...sent, reason: end.reason };
    case 'timedOut':
      return { kind: 'timedOut', commandId, timeoutSeconds };
    case 'connectionLost':
    case 'expired':
      return { kind: 'connectionLost', commandId };
    case 'queued':
      return { kind: 'queued', ...sent, deliverUntil: toIsoTime(deliverUntil ?? 0) };
  }
}
