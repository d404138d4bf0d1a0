import { SetChargingProfile } from '../../ocpp/v16/messages/smart-charging/set-charging-profile.ts';
import { defineCommandRoute } from '../commands/define-command-route.ts';
import { PROFILE_EXAMPLE } from './charging-profile.ts';

export const setChargingProfile = defineCommandRoute(SetChargingProfile, {
  path: 'charging-profiles',
  operationId: 'setChargingProfile',
  summary: 'Install a charging profile',
  description:
    'In OCPP’s own fields, checked by the rules of the standard and by the limits that the charger has told. A TxProfile is for the transaction that runs on the connector. PUT …/limit is the simple way to a limit.',
  example: { connectorId: 1, csChargingProfiles: PROFILE_EXAMPLE },
  answer: { status: 'Accepted' },
});
