import { assertNever } from '../lib/assert-never.ts';
import type { SimulatedCharger } from './charger.ts';

/** What a key does at a charger. */
export type ChargerAction = 'plugIn' | 'unplug' | 'tap' | 'stop' | 'toggleFault' | 'toggleOnline' | 'reboot';

/** What a key asks for. */
export type KeyAction =
  | { action: ChargerAction }
  | { action: 'choose'; connectorId: number }
  | { action: 'help' | 'quit' };

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
    case 's':
      return { action: 'stop' };
    case 'f':
      return { action: 'toggleFault' };
    case 'o':
      return { action: 'toggleOnline' };
    case 'r':
      return { action: 'reboot' };
    case 'h':
      return { action: 'help' };
    case 'q':
    case CTRL_C:
      return { action: 'quit' };
    default:
      return null;
  }
}

/** Does at a charger what a key asks for; a connector it does not have is left alone. */
export function press(
  charger: SimulatedCharger,
  action: ChargerAction,
  connectorId: number,
  idTag: string,
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
      void charger.tap(connectorId, idTag);
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
    default:
      assertNever(action);
  }
}
