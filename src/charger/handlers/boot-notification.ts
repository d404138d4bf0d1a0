import { formatTimestamp } from '../../ocpp/timestamp.ts';
import { BootNotification } from '../../ocpp/v16/messages/core/boot-notification.ts';
import { endPendingReboot } from '../configuration.ts';
import { defineHandler } from '../handler.ts';
import { noteNewFirmware } from '../jobs.ts';
import { type Boot, facts } from '../store/facts.ts';

const FIRMWARE_HISTORY = 20;

/** What the charger is, and whether it may take part (OCPP 1.6 4.2). Legal at any time, also on an accepted connection. */
export const bootNotification = defineHandler(BootNotification, {
  handle: ({ request, receivedAt }, { sql, registration }) => {
    const before = facts.boot.read(sql);
    const firmwareVersion = request.firmwareVersion ?? before?.firmwareVersion ?? null;
    const boot: Boot = {
      vendor: request.chargePointVendor,
      model: request.chargePointModel,
      // A charger that leaves an optional field out this time has not lost it.
      chargePointSerialNumber: request.chargePointSerialNumber ?? before?.chargePointSerialNumber ?? null,
      chargeBoxSerialNumber: request.chargeBoxSerialNumber ?? before?.chargeBoxSerialNumber ?? null,
      firmwareVersion,
      iccid: request.iccid ?? before?.iccid ?? null,
      imsi: request.imsi ?? before?.imsi ?? null,
      meterType: request.meterType ?? before?.meterType ?? null,
      meterSerialNumber: request.meterSerialNumber ?? before?.meterSerialNumber ?? null,
      bootedAt: receivedAt,
      answeredWith: registration.registration,
      firmwareHistory: withFirmware(before?.firmwareHistory ?? [], firmwareVersion, receivedAt),
    };
    facts.boot.write(sql, boot);
    endPendingReboot(sql);
    if (firmwareVersion !== null && firmwareVersion !== before?.firmwareVersion)
      noteNewFirmware(firmwareVersion, receivedAt, { sql, registration });
    return {
      confirmation: {
        status: registration.registration,
        currentTime: formatTimestamp(receivedAt, registration.settings),
        interval: registration.settings.heartbeatInterval,
      },
      events: [
        {
          event: 'charger.boot',
          data: {
            vendor: boot.vendor,
            model: boot.model,
            firmwareVersion,
            registration: registration.registration,
          },
        },
      ],
    };
  },
});

function withFirmware(
  history: Boot['firmwareHistory'],
  firmwareVersion: string | null,
  since: number,
): Boot['firmwareHistory'] {
  if (firmwareVersion === null || history.at(-1)?.firmwareVersion === firmwareVersion) return history;
  return [...history, { firmwareVersion, since }].slice(-FIRMWARE_HISTORY);
}
