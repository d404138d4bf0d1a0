import { ChangeConfiguration } from '../../ocpp/v16/messages/core/change-configuration.ts';
import { defineCommandRoute } from '../commands/define-command-route.ts';

export const changeConfiguration = defineCommandRoute(ChangeConfiguration, {
  path: 'configuration/change',
  operationId: 'changeConfiguration',
  summary: 'Change a configuration key of a charger',
  description:
    'A standard key is checked first: a value of the wrong type or out of range, and a key that is read-only by the standard, are 400 and not sent. RebootRequired: the change counts after a restart, which is up to you. The key is not read again afterwards.',
  example: { key: 'MeterValueSampleInterval', value: '60' },
  answer: { status: 'Accepted' },
});
