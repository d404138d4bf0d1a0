import { changeAvailability } from './change-availability.ts';
import { changeConfiguration } from './change-configuration.ts';
import { clearCache } from './clear-cache.ts';
import type { Command } from './command.ts';
import { dataTransfer } from './data-transfer.ts';
import { getConfiguration } from './get-configuration.ts';
import { remoteStartTransaction } from './remote-start-transaction.ts';
import { remoteStopTransaction } from './remote-stop-transaction.ts';
import { reset } from './reset.ts';
import { triggerMessage } from './trigger-message.ts';
import { unlockConnector } from './unlock-connector.ts';

/** The commands this charger obeys. It knows the others by name and answers them `NotSupported` (OCPP-J 4.2.3). */
const COMMANDS: readonly Command[] = [
  changeAvailability,
  changeConfiguration,
  clearCache,
  dataTransfer,
  getConfiguration,
  remoteStartTransaction,
  remoteStopTransaction,
  reset,
  triggerMessage,
  unlockConnector,
];

export function findCommand(action: string): Command | undefined {
  return COMMANDS.find((command) => command.action === action);
}
