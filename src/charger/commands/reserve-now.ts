import { ReserveNow } from '../../ocpp/v16/messages/reservation/reserve-now.ts';
import { defineCommand } from './command-rule.ts';

/** Reserves a connector for an id tag (OCPP 1.6 5.13). */
export const reserveNow = defineCommand(ReserveNow);
