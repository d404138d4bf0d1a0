import type { OutgoingAction } from '../ocpp/v16/messages/index.ts';

/** A command to a charger, as a route asks for it. */
export interface CommandRequest {
  action: OutgoingAction;
  /** In OCPP's own fields; validated by the message's schema before it leaves. */
  payload: Record<string, unknown>;
  /** From the raw route: only what the standard forbids is refused. */
  isRaw?: boolean;
  /** How long to wait for the answer; default the charger's setting. */
  timeoutSeconds?: number;
  /** Wait so long for a charger that is offline. */
  deliverWithinSeconds?: number;
  /** The job that it begins (`job_…`), where the route had to know that before. */
  jobId?: string;
  /** The id that it is to have (`cmd_…`): a command whose id the charger's object knows already is not sent again. */
  commandId?: string;
}

/** Why a command was not sent. HTTP follows from `kind` alone. */
export type CommandRefusal =
  /** The standard or the state forbids it now: 409. */
  | { kind: 'refused'; reason: string }
  /** The payload breaks a rule: 400. `field` as `csChargingProfiles.stackLevel`. */
  | { kind: 'invalid'; field: string; reason: string }
  | { kind: 'notRunning'; status: string }
  | { kind: 'unknownConnector'; known: number[] }
  | { kind: 'unknownTransaction' };

/** A command as it was sent, or waits to be: its payload with what this system filled in, secrets masked. */
interface Sent {
  commandId: string;
  payload: Record<string, unknown>;
}

/** How a command to a charger ended for the caller who waited. */
export type CommandResult =
  | (Sent & { kind: 'answered'; status: string; confirmation: Record<string, unknown> })
  | (Sent & { kind: 'callError'; error: { code: string; description: string } })
  | (Sent & { kind: 'invalidAnswer'; reason: string })
  | { kind: 'timedOut'; commandId: string; timeoutSeconds: number }
  | { kind: 'connectionLost'; commandId: string }
  /** It waits for the charger to come back, until then (ISO 8601). */
  | (Sent & { kind: 'queued'; deliverUntil: string })
  | { kind: 'offline' }
  /** The object has a command of this id: nothing was sent, and its row tells what became of it. */
  | { kind: 'alreadyThere'; commandId: string }
  | CommandRefusal
  | { kind: 'notFound' };
