import { GetDiagnostics } from '../../ocpp/v16/messages/firmware-management/get-diagnostics.ts';
import { defineJobRoute } from './define-job-route.ts';

const { location, startTime, stopTime } = GetDiagnostics.request.shape;

export const getDiagnostics = defineJobRoute(GetDiagnostics, {
  path: 'diagnostics',
  operationId: 'getDiagnostics',
  summary: 'Have a charger upload its diagnostics',
  description:
    'Without a location the charger gets a URL of this instance that takes PUT and POST; the file is then with the job. A charger that names no fileName has nothing to upload.',
  fields: {
    location: location
      .optional()
      .describe('A folder of yours to upload into, such as an https or ftp URL; default here.'),
    startTime: startTime.describe('The oldest entry wanted.'),
    stopTime: stopTime.describe('The newest entry wanted.'),
  },
  example: { startTime: '2025-01-14T00:00:00Z' },
  answer: { fileName: 'diagnostics-CP-OFFICE-01.zip' },
  toPayload: async (body, ownUrl) => ({ ...body, location: body.location ?? (await ownUrl()) }),
});
