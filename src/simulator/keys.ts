import { assertNever } from '../lib/assert-never.ts';
import type { SimulatedCharger } from './charger.ts';

/** What a key does at a charger. */
export type ChargerAction =
  | 'plugIn'
  | 'unplug'
  | 'tap'
  | 'tapOther'
  | 'stop'
  | 'toggleFault'
  | 'toggleOnline'
  | 'reboot'
  | 'toggleInstall'
  | 'renewCertificate'
  | 'tamper';

/** What a key asks for. */
export type KeyAction =
  | { action: ChargerAction }
  | { action: 'choose'; connectorId: number }
  | { action: 'help' | 'quit' | 'show' };

const CTRL_C = '\u0003';

/** The meaning of one character; null for one without. */
export function meaningOf(character: string): KeyAction | null {
  if (/^[1-9]$/.test(character)) return { action: 'choose', connectorId: Number(character) };
  switch (character.toLowerCase()) {
    case 'p':
      return { action: 'plugIn' };
    case 'u':
      return { action: 'unplug' };
    case 't':
      return { action: 'tap' };
    case 'y':
      return { action: 'tapOther' };
    case 'l':
      return { action: 'show' };
    case 's':
      return { action: 'stop' };
    case 'f':
      return { action: 'toggleFault' };
    case 'o':
      return { action: 'toggleOnline' };
    case 'r':
      return { action: 'reboot' };
    case 'i':
      return { action: 'toggleInstall' };
    case 'c':
      return { action: 'renewCertificate' };
    case 'x':
      return { action: 'tamper' };
    case 'h':
      return { action: 'help' };
    case 'q':
    case CTRL_C:
      return { action: 'quit' };
    default:
      return null;
  }
}

/** The cards at hand: the driver's own, and one of somebody else. */
export interface Cards {
  idTag: string;
  otherIdTag: string;
}

/** Does at a charger what a key asks for; a connector it does not have is left alone. */
export function press(
  charger: SimulatedCharger,
  action: ChargerAction,
  connectorId: number,
  cards: Cards,
): void {
  const connector = charger.connector(connectorId);
  if (connector === undefined) return;
  switch (action) {
    case 'plugIn':
      charger.plugIn(connectorId);
      return;
    case 'unplug':
      charger.unplug(connectorId);
      return;
    case 'tap':
      void charger.tap(connectorId, cards.idTag);
      return;
    case 'tapOther':
      void charger.tap(connectorId, cards.otherIdTag);
      return;
    case 'stop':
      charger.stop(connectorId);
      return;
    case 'toggleFault':
      if (connector.errorCode === 'NoError') charger.fault(connectorId);
      else charger.recover(connectorId);
      return;
    case 'toggleOnline':
      if (charger.isOffline) charger.goOnline();
      else charger.goOffline();
      return;
    case 'reboot':
      charger.reboot('Reboot');
      return;
    case 'toggleInstall':
      charger.maintenance.firmware.failNextInstall(!charger.maintenance.firmware.nextInstallFails);
      return;
    case 'renewCertificate':
      void charger.maintenance.ownCertificate.request();
      return;
    case 'tamper':
      charger.maintenance.security.report('TamperDetectionActivated');
      return;
    default:
      assertNever(action);
  }
}
