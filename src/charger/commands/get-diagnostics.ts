import { GetDiagnostics } from '../../ocpp/v16/messages/firmware-management/get-diagnostics.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to upload its diagnostics (OCPP 1.6 5.9). */
export const getDiagnostics = defineCommand(GetDiagnostics);
