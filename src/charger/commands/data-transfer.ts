import { DataTransfer } from '../../ocpp/v16/messages/core/data-transfer.ts';
import { defineCommand } from './command-rule.ts';

/** Vendor data to the charger (OCPP 1.6 5.6). */
export const dataTransfer = defineCommand(DataTransfer);
