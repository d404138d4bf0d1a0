import { assertNever } from '../lib/assert-never.ts';
import type { ChargerEvent } from './events.ts';
import { describeEnd } from './reservation.ts';

/** An event as a line for people, without time and charger; null for what is too fine to print. */
export function describeEvent(event: ChargerEvent): string | null {
  switch (event.type) {
    case 'connected':
      return 'Connected';
    case 'disconnected':
      return `Disconnected (${event.code}${event.reason === '' ? '' : `, ${event.reason}`})`;
    case 'dialFailed':
      return `No connection: ${event.reason}. Next try in ${(event.retryInMs / 1000).toFixed(1)} s`;
    case 'waitingForRegistration':
      return describeWaiting(event.httpStatus);
    case 'registered':
      return describeRegistration(event.status, event.intervalSeconds);
    case 'ready':
      return `Ready: ${event.statuses.map((status, index) => `connector ${index + 1} ${status}`).join(', ')}`;
    case 'status': {
      const subject = event.connectorId === 0 ? 'Charger' : `Connector ${event.connectorId}`;
      const error = event.errorCode === 'NoError' ? '' : ` (${event.errorCode})`;
      return `${subject} ${event.status}${error}`;
    }
    case 'authorized':
      return `Card ${event.idTag} ${event.isAccepted ? 'accepted' : 'refused'} by the ${event.source}`;
    case 'transactionBegan':
      return null;
    case 'transactionStarted':
      return `Transaction ${event.transactionId} on connector ${event.connectorId}, tag ${event.idTagStatus}`;
    case 'transactionStopped': {
      const energy = `${kwh(event.energyWh)} kWh`;
      return `Transaction ${event.transactionId ?? '(not told yet)'} ended: ${event.reason}, ${energy}`;
    }
    case 'stopConfirmed':
      return null;
    case 'reservationMade': {
      const place = event.connectorId === 0 ? 'a connector' : `connector ${event.connectorId}`;
      return `Reservation ${event.reservationId} keeps ${place} for ${event.idTag}`;
    }
    case 'reservationEnded':
      return `Reservation ${event.reservationId} ${describeEnd(event.end)}`;
    case 'limitChanged':
      return event.limitW === null
        ? `Connector ${event.connectorId} may give all it can`
        : `Connector ${event.connectorId} may give ${kw(event.limitW)} kW`;
    case 'meterRead': {
      const soc = event.socPercent === null ? '' : `, ${event.socPercent.toFixed(0)} %`;
      return `Connector ${event.connectorId} meter ${kwh(event.energyWh)} kWh, ${kw(event.powerW)} kW${soc}`;
    }
    case 'commandReceived':
      return `${event.action}: ${withDetail(outcomeOf(event.reply), event.reason)}`;
    case 'messageGivenUp':
      return `Gave up on ${event.action}`;
    case 'violation':
      return `The protocol was broken: ${event.description}`;
    case 'upload':
      return `Upload of ${event.fileName}: ${withDetail(event.status, event.detail)}`;
    case 'firmware':
      return `Firmware: ${withDetail(event.status, event.detail)}`;
    case 'nextInstall':
      return `The next installation ${event.isToFail ? 'will fail' : 'will go well'}`;
    case 'securityEvent':
      return `Security event ${withDetail(event.event, event.techInfo)}`;
    case 'certificateRequested':
      return `Signing request ${event.isAccepted ? 'accepted' : 'not accepted'} by the server`;
    case 'certificateTaken':
      return `New certificate: ${event.subject}, until ${event.validTo}`;
    case 'rebooting':
      return `Rebooting (${event.reason})`;
    case 'closed':
      return null;
    default:
      return assertNever(event);
  }
}

/** Whether an event is worth a line even when the simulator is to be quiet. */
export function isProblem(event: ChargerEvent): boolean {
  return event.type === 'violation' || event.type === 'messageGivenUp' || event.type === 'dialFailed';
}

function describeWaiting(httpStatus: number | null): string {
  if (httpStatus === 404)
    return 'The server does not know this charger yet. It connects as soon as it is registered.';
  if (httpStatus === null) return 'No server answers yet. Trying again every second.';
  return `The server refuses this charger (HTTP ${httpStatus}). Trying again every second.`;
}

function describeRegistration(status: 'Accepted' | 'Pending' | 'Rejected', intervalSeconds: number): string {
  if (status === 'Accepted') return `Accepted by the server, heartbeat every ${intervalSeconds} s`;
  return `The server answered ${status}; next boot in ${intervalSeconds} s`;
}

function outcomeOf(reply: unknown): string {
  if (typeof reply === 'object' && reply !== null && 'status' in reply) return String(reply.status);
  return 'answered';
}

function withDetail(word: string, detail: string | null): string {
  return detail === null ? word : `${word} (${detail})`;
}

function kwh(wh: number): string {
  return (wh / 1000).toFixed(2);
}

function kw(w: number): string {
  return (w / 1000).toFixed(1);
}
