import { GetLog } from '../../ocpp/v16/messages/security/get-log.ts';
import { defineJobRoute } from './define-job-route.ts';
import { isLocation, LOCATION_RULE } from './location.ts';

const { log, logType } = GetLog.request.shape;
const { remoteLocation, oldestTimestamp, latestTimestamp } = log.shape;

export const getLog = defineJobRoute(GetLog, {
  path: 'logs',
  operationId: 'getLog',
  summary: 'Have a charger upload its diagnostics or security log',
  description:
    'The security extension’s way. Without a remoteLocation the charger gets a URL of this instance that takes PUT and POST; the file is then with the job.',
  fields: {
    logType,
    remoteLocation: remoteLocation
      .refine(isLocation, LOCATION_RULE)
      .optional()
      .describe('A folder of yours to upload into, such as an https or ftp URL; default here.'),
    oldestTimestamp: oldestTimestamp.describe('The oldest entry wanted.'),
    latestTimestamp: latestTimestamp.describe('The newest entry wanted.'),
  },
  example: { logType: 'SecurityLog' },
  answer: { status: 'Accepted', filename: 'security-CP-OFFICE-01.log' },
  toPayload: async ({ logType: wanted, ...given }, ownUrl) => ({
    logType: wanted,
    log: { ...given, remoteLocation: given.remoteLocation ?? (await ownUrl()) },
  }),
});
