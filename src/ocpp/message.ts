import type * as z from 'zod';

import { lazy } from './lazy.ts';

/** Who may send the CALL. */
export type Direction = 'fromChargePoint' | 'fromCentralSystem' | 'both';

/** The feature profiles of OCPP 1.6 3.2, and the messages of the security white paper as one more. */
export type Profile =
  | 'Core'
  | 'FirmwareManagement'
  | 'LocalAuthListManagement'
  | 'Reservation'
  | 'SmartCharging'
  | 'RemoteTrigger'
  | 'Security';

type Field<Request extends z.ZodObject> = keyof z.infer<Request> & string;

/** What the author of a message states. Field lists name top-level fields of the request. */
interface MessageOptions<
  Action extends string,
  Sender extends Direction,
  Request extends z.ZodObject,
  Confirmation extends z.ZodObject,
  TransactionRelated extends boolean,
  OpenEnum extends string,
  ReceiptTime extends string,
> {
  action: Action;
  direction: Sender;
  profile: Profile;
  /** Where the standard defines it, e.g. `OCPP 1.6 4.1`. */
  section: string;
  request: () => Request;
  confirmation: () => Confirmation;
  /** A refusal of it costs billing data (OCPP 1.6 3.7.1), so every required field may be null instead. */
  transactionRelated?: TransactionRelated;
  /** Enumerated fields whose unknown values are taken as they came. */
  openEnums?: readonly OpenEnum[];
  /** Enumerated fields whose unknown values are read as another value. */
  enumFallbacks?: { readonly [Name in Field<Request>]?: string };
  /** Time fields which, absent or unreadable, are left to the time of receipt. */
  receiptTimeFields?: readonly ReceiptTime[];
  /** Text fields that mean nothing when cut: over-long is refused, not kept. */
  exactFields?: readonly Field<Request>[];
  /** Integer fields in which chargers send fractions. */
  fractionalFields?: readonly Field<Request>[];
  /** Text fields in which chargers send other JSON: it is taken as its text. */
  jsonTextFields?: readonly Field<Request>[];
}

/** One OCPP message: all that dispatch, reading, docs and tests know of it. */
export interface MessageDefinition<
  Action extends string = string,
  Sender extends Direction = Direction,
  Request extends z.ZodObject = z.ZodObject,
  Confirmation extends z.ZodObject = z.ZodObject,
  TransactionRelated extends boolean = boolean,
  OpenEnum extends string = string,
  ReceiptTime extends string = string,
> {
  readonly action: Action;
  readonly direction: Sender;
  readonly profile: Profile;
  readonly section: string;
  /** The strict schema, equal in verdict to the official JSON schema; built on first use. */
  readonly request: Request;
  readonly confirmation: Confirmation;
  readonly transactionRelated: TransactionRelated;
  readonly openEnums: readonly OpenEnum[];
  readonly enumFallbacks: { readonly [name: string]: string | undefined };
  readonly receiptTimeFields: readonly ReceiptTime[];
  readonly exactFields: readonly string[];
  readonly fractionalFields: readonly string[];
  readonly jsonTextFields: readonly string[];
}

export function defineMessage<
  const Action extends string,
  const Sender extends Direction,
  Request extends z.ZodObject,
  Confirmation extends z.ZodObject,
  const TransactionRelated extends boolean = false,
  const OpenEnum extends Field<Request> = never,
  const ReceiptTime extends Field<Request> = never,
>(
  options: MessageOptions<Action, Sender, Request, Confirmation, TransactionRelated, OpenEnum, ReceiptTime>,
): MessageDefinition<Action, Sender, Request, Confirmation, TransactionRelated, OpenEnum, ReceiptTime>;
export function defineMessage(
  options: MessageOptions<string, Direction, z.ZodObject, z.ZodObject, boolean, string, string>,
): MessageDefinition {
  const request = lazy(options.request);
  const confirmation = lazy(options.confirmation);
  return {
    action: options.action,
    direction: options.direction,
    profile: options.profile,
    section: options.section,
    get request() {
      return request();
    },
    get confirmation() {
      return confirmation();
    },
    transactionRelated: options.transactionRelated ?? false,
    openEnums: options.openEnums ?? [],
    enumFallbacks: options.enumFallbacks ?? {},
    receiptTimeFields: options.receiptTimeFields ?? [],
    exactFields: options.exactFields ?? [],
    fractionalFields: options.fractionalFields ?? [],
    jsonTextFields: options.jsonTextFields ?? [],
  };
}

/** The request as the standard has it: what we send, and what a strict charger sends. */
export type RequestOf<Definition extends { readonly request: z.ZodObject }> = z.infer<Definition['request']>;

/** The confirmation as the standard has it. */
export type ConfirmationOf<Definition extends { readonly confirmation: z.ZodObject }> = z.infer<
  Definition['confirmation']
>;

type RequiredKey<Shape> = {
  [Key in keyof Shape]-?: object extends Pick<Shape, Key> ? never : Key;
}[keyof Shape];

/** An element of a list in a transaction-related message: its time may be lost, its other fields are sound. */
export type IncomingElement<Element> = {
  [Key in keyof Element]: Key extends 'timestamp' ? Element[Key] | null : Element[Key];
};

type IncomingList<Value> = Value extends readonly (infer Element)[] ? IncomingElement<Element>[] : Value;

type IncomingRequest<
  Request,
  TransactionRelated extends boolean,
  OpenEnum extends string,
  ReceiptTime extends string,
> = {
  [Key in keyof Request]:
    | (Key extends OpenEnum
        ? string
        : TransactionRelated extends true
          ? IncomingList<Request[Key]>
          : Request[Key])
    | (Key extends RequiredKey<Request>
        ? TransactionRelated extends true
          ? null
          : Key extends ReceiptTime
            ? null
            : never
        : never);
};

/**
 * What a handler gets after lenient reading: required fields of transaction-related messages, and times that the
 * receipt time replaces, may be null; open enumerations are any text.
 */
export type IncomingRequestOf<Definition> =
  Definition extends MessageDefinition<
    string,
    Direction,
    infer Request,
    z.ZodObject,
    infer TransactionRelated,
    infer OpenEnum,
    infer ReceiptTime
  >
    ? IncomingRequest<z.infer<Request>, TransactionRelated, OpenEnum, ReceiptTime>
    : never;
