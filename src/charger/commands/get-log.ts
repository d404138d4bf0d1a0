import { GetLog } from '../../ocpp/v16/messages/security/get-log.ts';
import { beginJob, requestIdFor, settleJob } from '../jobs.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to upload a log (security white paper N01). */
export const getLog = defineCommand(GetLog, {
  complete: (payload, ports) => ({ ...payload, requestId: payload.requestId ?? requestIdFor(ports) }),
  queued: ({ requestId, logType, log }, command, ports) =>
    beginJob({ kind: 'log', requestId, logType, location: log.remoteLocation }, command, ports),
  settled: (_payload, end, command, ports) =>
    settleJob(
      end,
      ({ status, filename = null }) =>
        status === 'Rejected'
          ? { kind: 'refused', word: status }
          : { kind: 'accepted', word: status, fileName: filename },
      command,
      ports,
    ),
});
