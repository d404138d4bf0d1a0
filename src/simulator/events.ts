import type { StopReason } from '../ocpp/v16/messages/core/stop-transaction.ts';
import type { ChargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import type { ChargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';
import type { FirmwareStatus } from './firmware/firmware-status.ts';
import type { ReservationEnd } from './reservation.ts';

/** What happens to a simulated charger, for whoever watches. Energy in Wh, power in W. */
export type ChargerEvent =
  | { type: 'connected' }
  | { type: 'disconnected'; code: number; reason: string }
  /** A dial failed; `httpStatus` is null when no server answered. */
  | { type: 'dialFailed'; httpStatus: number | null; reason: string; retryInMs: number }
  /** Dials at its steady pace until the server takes it; told once, and again when the answer changes. */
  | { type: 'waitingForRegistration'; httpStatus: number | null }
  | { type: 'registered'; status: 'Accepted' | 'Pending' | 'Rejected'; intervalSeconds: number }
  /** Accepted, and every status has been told: the charger is ready for use. */
  | { type: 'ready'; statuses: ChargePointStatus[] }
  | { type: 'status'; connectorId: number; status: ChargePointStatus; errorCode: ChargePointErrorCode }
  | { type: 'authorized'; idTag: string; isAccepted: boolean; source: 'server' | 'charger' }
  | { type: 'transactionBegan'; connectorId: number; idTag: string; meterStart: number; isRemote: boolean }
  /** The server gave the transaction its id. */
  | { type: 'transactionStarted'; connectorId: number; transactionId: number; idTagStatus: string }
  | {
      type: 'transactionStopped';
      connectorId: number;
      transactionId: number | null;
      meterStop: number;
      energyWh: number;
      reason: StopReason;
    }
  /** The server has the stop. */
  | { type: 'stopConfirmed'; connectorId: number; transactionId: number }
  | { type: 'reservationMade'; reservationId: number; connectorId: number; idTag: string }
  | { type: 'reservationEnded'; reservationId: number; connectorId: number; end: ReservationEnd }
  /** What charging profiles allow a connector from now on, in W; null: they say nothing. */
  | { type: 'limitChanged'; connectorId: number; limitW: number | null }
  | { type: 'meterRead'; connectorId: number; energyWh: number; powerW: number; socPercent: number | null }
  | { type: 'commandReceived'; action: string; request: unknown; reply: unknown; reason: string | null }
  | { type: 'messageGivenUp'; action: string }
  /** A frame that the official schemas or OCPP-J forbid, as found by npm `ocpp-rpc`. */
  | { type: 'violation'; description: string }
  /** A file is being handed in, or was; `detail` says why it was not. */
  | { type: 'upload'; fileName: string; status: string; detail: string | null }
  /** An update comes to a step; `detail` is the new version, or what went wrong. */
  | { type: 'firmware'; status: FirmwareStatus; detail: string | null }
  /** Somebody arranged how the next installation ends. */
  | { type: 'nextInstall'; isToFail: boolean }
  /** What was reported to the server of the charger's security. */
  | { type: 'securityEvent'; event: string; techInfo: string | null }
  | { type: 'certificateRequested'; isAccepted: boolean }
  /** The charger has a new certificate of its own. */
  | { type: 'certificateTaken'; subject: string; validTo: string }
  | { type: 'rebooting'; reason: StopReason }
  | { type: 'closed' };

export type ChargerEventOf<Type extends ChargerEvent['type']> = Extract<ChargerEvent, { type: Type }>;

/** Every type of event; for whoever picks one by name. */
export const CHARGER_EVENT_TYPES = [
  'connected',
  'disconnected',
  'dialFailed',
  'waitingForRegistration',
  'registered',
  'ready',
  'status',
  'authorized',
  'transactionBegan',
  'transactionStarted',
  'transactionStopped',
  'stopConfirmed',
  'reservationMade',
  'reservationEnded',
  'limitChanged',
  'meterRead',
  'commandReceived',
  'messageGivenUp',
  'violation',
  'upload',
  'firmware',
  'nextInstall',
  'securityEvent',
  'certificateRequested',
  'certificateTaken',
  'rebooting',
  'closed',
] as const satisfies readonly ChargerEvent['type'][];
