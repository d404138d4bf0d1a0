import { UpdateFirmware } from '../../ocpp/v16/messages/firmware-management/update-firmware.ts';
import { formatTimestamp } from '../../ocpp/timestamp.ts';
import { beginJob, settleJob } from '../jobs.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to fetch and install firmware (OCPP 1.6 5.19). Its answer is empty: notifications tell the rest. */
export const updateFirmware = defineCommand(UpdateFirmware, {
  complete: (payload, { now, registration }) => ({
    ...payload,
    retrieveDate: payload.retrieveDate ?? formatTimestamp(now, registration.settings),
  }),
  queued: ({ location, retrieveDate }, command, ports) =>
    beginJob({ kind: 'firmware', location, retrieveDate }, command, ports),
  settled: (_payload, end, command, ports) =>
    settleJob(end, () => ({ kind: 'accepted', word: 'Accepted', fileName: null }), command, ports),
});
