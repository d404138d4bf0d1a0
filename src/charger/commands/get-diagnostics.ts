import { GetDiagnostics } from '../../ocpp/v16/messages/firmware-management/get-diagnostics.ts';
import { beginJob, settleJob } from '../jobs.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to upload its diagnostics (OCPP 1.6 5.9). Without a file name in its answer it has none. */
export const getDiagnostics = defineCommand(GetDiagnostics, {
  queued: ({ location }, command, ports) => beginJob({ kind: 'diagnostics', location }, command, ports),
  settled: (_payload, end, command, ports) =>
    settleJob(
      end,
      ({ fileName = '' }) =>
        fileName === '' ? { kind: 'nothingToUpload' } : { kind: 'accepted', word: 'Accepted', fileName },
      command,
      ports,
    ),
});
