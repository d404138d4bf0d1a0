import { SignedUpdateFirmware } from '../../ocpp/v16/messages/security/signed-update-firmware.ts';
import { formatTimestamp } from '../../ocpp/timestamp.ts';
import { beginJob, requestIdFor, settleJob } from '../jobs.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to fetch and install signed firmware (security white paper L01). */
export const signedUpdateFirmware = defineCommand(SignedUpdateFirmware, {
  complete: (payload, ports) => {
    // Not validated yet: it may be missing.
    const firmware = { ...payload.firmware };
    return {
      ...payload,
      requestId: payload.requestId ?? requestIdFor(ports),
      firmware: {
        ...firmware,
        retrieveDateTime:
          firmware.retrieveDateTime ?? formatTimestamp(ports.now, ports.registration.settings),
      },
    };
  },
  queued: ({ requestId, firmware }, command, ports) => {
    const { location, retrieveDateTime: retrieveDate, installDateTime: installDate } = firmware;
    return beginJob(
      { kind: 'signedFirmware', requestId, location, retrieveDate, installDate },
      command,
      ports,
    );
  },
  settled: (_payload, end, command, ports) =>
    settleJob(
      end,
      ({ status }) =>
        status === 'Accepted' || status === 'AcceptedCanceled'
          ? { kind: 'accepted', word: status, fileName: null }
          : { kind: 'refused', word: status },
      command,
      ports,
    ),
});
