import { SignedUpdateFirmware } from '../../ocpp/v16/messages/security/signed-update-firmware.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to fetch and install signed firmware (security white paper L01). */
export const signedUpdateFirmware = defineCommand(SignedUpdateFirmware);
