import { UpdateFirmware } from '../../ocpp/v16/messages/firmware-management/update-firmware.ts';
import { defineJobRoute } from './define-job-route.ts';

const { location, retrieveDate } = UpdateFirmware.request.shape;

export const updateFirmware = defineJobRoute(UpdateFirmware, {
  path: 'firmware/update',
  operationId: 'updateFirmware',
  summary: 'Update a charger’s firmware',
  description:
    'The charger fetches the file and installs it when it sees fit. Its answer holds nothing: the job follows what it says afterwards.',
  fields: {
    location: location.describe(
      'Where the firmware is: a URL that the charger can read, such as https or ftp.',
    ),
    retrieveDate: retrieveDate.optional().describe('Not to be fetched before; default now.'),
  },
  example: { location: 'https://example.com/firmware/1.5.0.bin', retrieveDate: '2025-01-15T22:00:00Z' },
  answer: {},
  toPayload: (body) => Promise.resolve(body),
});
