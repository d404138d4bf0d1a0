import type { ChargerEventBody } from '../../contracts/charger-event.ts';
import type { CommandRefusal, CommandRequest } from '../../contracts/command-rpc.ts';
import type { ProfileFault } from '../../domain/charging-profile.ts';
import type { Command, CommandEnd } from '../../domain/command.ts';
import type { Registration, RegistrationChange } from '../../domain/registration.ts';
import type { DigestKey } from '../../env.ts';
import type { ConfirmationOf, MessageDefinition, RequestOf } from '../../ocpp/message.ts';

/** What a rule may look at before a command is sent. */
export interface CheckPorts {
  sql: SqlStorage;
  registration: Registration;
  /** ms since the epoch */
  now: number;
}

/** What may take a wait before a command is sent. */
export interface PreparePorts extends CheckPorts {
  digestKeys: () => readonly DigestKey[];
}

/** What a command may change, in the same storage transaction as its row. */
export interface EffectPorts extends CheckPorts {
  /** Wakes the object at a time, ms since the epoch, or before. */
  wakeAt: (at: number) => void;
  /** Changes the registration, as its owner does over REST. */
  amend: (change: RegistrationChange) => void;
  /** Sends another command once this has been stored; nobody waits for it. */
  follow: (request: CommandRequest) => void;
}

/** How a command ended: its answer read by the message's schema, or why there is none. */
export type Settlement<Confirmation> =
  | { state: 'answered'; confirmation: Confirmation }
  | Exclude<CommandEnd, { state: 'answered' }>;

/** A field of a payload, as `csChargingProfiles.stackLevel`, and the rule that it breaks. */
export interface PayloadFault {
  field: string;
  reason: string;
}

/** What a command changed. */
export interface Effect {
  events?: ChargerEventBody[];
}

/** What is peculiar to a command; every part may be left out. A payload has been validated by the message's schema. */
interface RuleOptions<Request, Confirmation> {
  /** What a richer route leaves to us: the only connector, the group of a tag, the next version. Not for the raw route. */
  complete?: (payload: Request, ports: CheckPorts) => Request;
  /** What the standard forbids now, in words for the caller: for the raw route as well. 409. */
  forbid?: (payload: Request, ports: CheckPorts) => string | null;
  /** What the standard forbids in a payload whatever the charger: 400. Not for the raw route. */
  fault?: (payload: Request) => PayloadFault | null;
  /** What a richer route refuses beyond that: 400, 404 or 409. The raw route sends it. */
  check?: (payload: Request, ports: CheckPorts) => CommandRefusal | null;
  /** Whether what the standard says follows is to be expected as things stand; it is unless this says no. */
  expects?: (payload: Request, ports: CheckPorts) => boolean;
  /** What has to be known before it is sent and takes a wait, such as a digest. */
  prepare?: (payload: Request, command: { commandId: string }, ports: PreparePorts) => Promise<void>;
  /** What changes when it is put in the queue. */
  queued?: (
    payload: Request,
    command: { commandId: string; jobId: string | null },
    ports: EffectPorts,
  ) => Effect;
  /** What its end changes, answered or not; a late answer comes here a second time. */
  settled?: (payload: Request, end: Settlement<Confirmation>, command: Command, ports: EffectPorts) => Effect;
}

/** The rule of a command as the sender sees it. */
export interface CommandRule {
  readonly definition: MessageDefinition;
  complete(payload: Record<string, unknown>, ports: CheckPorts): Record<string, unknown>;
  forbid(payload: Record<string, unknown>, ports: CheckPorts): string | null;
  fault(payload: Record<string, unknown>): PayloadFault | null;
  check(payload: Record<string, unknown>, ports: CheckPorts): CommandRefusal | null;
  expects(payload: Record<string, unknown>, ports: CheckPorts): boolean;
  prepare(
    payload: Record<string, unknown>,
    command: { commandId: string },
    ports: PreparePorts,
  ): Promise<void> | undefined;
  queued(
    payload: Record<string, unknown>,
    command: { commandId: string; jobId: string | null },
    ports: EffectPorts,
  ): Effect;
  settled(command: Command, end: CommandEnd, ports: EffectPorts): Effect;
}

/** Ties a rule to its message. Payloads are typed by the message's own schemas, which have accepted them. */
export function defineCommand<const Definition extends MessageDefinition>(
  definition: Definition,
  options: RuleOptions<RequestOf<Definition>, ConfirmationOf<Definition>> = {},
): CommandRule {
  // The compiler cannot follow a schema that is only known by its type parameter; the sender has parsed with it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const typed = (payload: Record<string, unknown>) => payload as RequestOf<Definition>;
  return {
    definition,
    complete: (payload, ports) => ({ ...(options.complete?.(typed(payload), ports) ?? payload) }),
    forbid: (payload, ports) => options.forbid?.(typed(payload), ports) ?? null,
    fault: (payload) => options.fault?.(typed(payload)) ?? null,
    check: (payload, ports) => options.check?.(typed(payload), ports) ?? null,
    expects: (payload, ports) => options.expects?.(typed(payload), ports) ?? true,
    prepare: (payload, command, ports) => options.prepare?.(typed(payload), command, ports),
    queued: (payload, command, ports) => options.queued?.(typed(payload), command, ports) ?? {},
    settled: (command, end, ports) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const settlement = end as Settlement<ConfirmationOf<Definition>>;
      return options.settled?.(typed(command.payload), settlement, command, ports) ?? {};
    },
  };
}

/** The first fault of a profile, as one of the payload that holds it under this name. */
export function faultIn(name: string, [fault]: readonly ProfileFault[]): PayloadFault | null {
  return fault === undefined ? null : { field: [name, ...fault.path].join('.'), reason: fault.message };
}
