import { UpdateFirmware } from '../../ocpp/v16/messages/firmware-management/update-firmware.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to fetch and install firmware (OCPP 1.6 5.19). */
export const updateFirmware = defineCommand(UpdateFirmware);
