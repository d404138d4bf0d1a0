import type { EnergyAnomaly } from './energy/anomaly.ts';
import type { ToleranceName } from '../ocpp/tolerance.ts';

/** What each oddity means that is neither a tolerance of the protocol nor one of metering, in words for an operator. */
export const CHARGER_FLAG_MEANINGS = {
  certificateNotCompared:
    'The charger connected with a client certificate, but no serial number is registered that it could be held against.',
  refusedSigningRequest:
    'The charger asked for a certificate with a request that cannot be read, does not prove its key, has a weak one, or names another subject: it was told Rejected.',
  badFrame: 'The charger sent something that is no OCPP frame and cannot be answered.',
  refusedCall: 'A call of the charger broke the standard beyond repair and was answered with a CALLERROR.',
  beforeBoot: 'The charger sent a message before its first BootNotification: it was served.',
  repeatedCall: 'The charger sent a call again, letter by letter: it got the first answer.',
  unknownAnswer: 'The charger answered a call that nobody made, or that had been answered before.',
  lateAnswer: 'The charger answered a command after its time-out: the answer is kept with the command.',
  clockAhead: 'The clock of the charger is more than five minutes ahead of this system.',
  clockSkew: 'The clock of the charger is more than a minute off.',
  meaninglessText:
    'A StatusNotification filled a field with a word that means nothing ("null", "0x0000"): it is shown as absent.',
  connectorWithoutStatus: 'A connector was first heard of without a StatusNotification: it was added.',
  tooManyConnectors:
    'The charger named more than 64 connectors: what it says of further ones is answered and not kept.',
  connectorCountMismatch: 'The charger’s NumberOfConnectors is not how many connectors it reports.',
  chargingWithoutTransaction: 'A connector reported Charging although no transaction runs on it.',
  availableDuringTransaction: 'A connector reported Available although a transaction runs on it.',
  warning: 'A connector reported an error code without being Faulted: a warning.',
  openIdTag: 'An id tag that nobody registered was let in because the tag policy is open.',
  unknownStatus: 'A connector reported a status that OCPP 1.6 does not know.',
  unlistedTransition: 'A connector went from one status to another in a way that the standard does not list.',
  chargePointStatus: 'Connector 0, the charge point itself, reported a status that only connectors can have.',
  paddedIdTag:
    'An id tag came with spaces, NUL or ";NULL" around it: it was looked up without them and is kept as sent.',
  reservationMatched:
    'A transaction used a reservation without naming it: its id tag, or its group, holds the connector.',
  reservedForAnother: 'A transaction began on a connector that is reserved for another id tag.',
  noReservation: 'A transaction named the reservation 0 or a negative one: it was taken for none.',
  repeatedStart: 'The charger sent a StartTransaction again: it got the first answer.',
  supersededTransaction:
    'A transaction began on a connector where another one was still open: that one was ended with estimated values.',
  startWithoutConnector: 'A transaction began without a usable connector number.',
  startWithoutIdTag: 'A transaction began without a usable id tag.',
  repeatedStop: 'The charger sent a StopTransaction again: the first values stand.',
  differingStop: 'A repeated StopTransaction had other values than the first one: the first values stand.',
  stopMatched:
    'A StopTransaction named no transaction that exists; it fitted the one that was open and has ended that.',
  orphanStop: 'A StopTransaction fitted no transaction: it is kept among the orphan stops.',
  stopBeforeStart: 'A transaction stopped, by the clock of the charger, before it had started.',
  foreignStop: 'A transaction was stopped by an id tag that is neither its own nor of its group.',
  rememberedIdTag:
    'The directory of id tags did not answer in time: the charger’s own memory of the tag decided.',
} as const;

/** The name of something odd that a charger did; each is counted and shown with the charger. */
export type FlagName = ToleranceName | EnergyAnomaly | keyof typeof CHARGER_FLAG_MEANINGS;

/** One occurrence. */
export interface Flag {
  name: FlagName;
  /** The start of what was sent, at most 120 characters. */
  example?: string;
}

/** How often a flag has been raised, and when. Times in ms since the epoch. */
export interface FlagCount {
  count: number;
  firstAt: number;
  lastAt: number;
  example: string | null;
}

/** The count after more occurrences. */
export function countFlag(before: FlagCount | null, flag: Flag, now: number): FlagCount {
  return {
    count: (before?.count ?? 0) + 1,
    firstAt: before?.firstAt ?? now,
    lastAt: now,
    example: flag.example ?? before?.example ?? null,
  };
}
