import { DataTransfer } from '../../ocpp/v16/messages/core/data-transfer.ts';
import { defineCommandRoute } from './define-command-route.ts';

export const transferData = defineCommandRoute(DataTransfer, {
  path: 'data-transfer',
  operationId: 'transferData',
  summary: 'Send vendor data to a charger',
  description: 'What vendorId, messageId and data mean is between you and the vendor of the charger.',
  example: { vendorId: 'com.example', messageId: 'setDisplay', data: 'Welcome' },
  answer: { status: 'Accepted', data: 'ok' },
});
