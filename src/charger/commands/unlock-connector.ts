import { UnlockConnector } from '../../ocpp/v16/messages/core/unlock-connector.ts';
import { defineCommand } from './command-rule.ts';

/** Opens the lock of a connector (OCPP 1.6 5.18). */
export const unlockConnector = defineCommand(UnlockConnector, { canWait: false });
