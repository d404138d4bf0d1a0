import { messages } from '../../ocpp/v16/messages/index.ts';
import { parseTimestamp } from '../../ocpp/timestamp.ts';
import { attemptRule } from '../transfer/attempts.ts';
import { defineCommand } from './command.ts';

/** As UpdateFirmware, of firmware whose signature is checked (security white paper L01). */
export const signedUpdateFirmware = defineCommand(messages.SignedUpdateFirmware, (charger, request) => {
  const { installDateTime, location, retrieveDateTime, signature, signingCertificate } = request.firmware;
  const certificate = charger.maintenance.readSigningCertificate(signingCertificate);
  if (certificate === null) return { confirmation: { status: 'InvalidCertificate' } };
  const { status, start } = charger.maintenance.firmware.agree({
    location,
    retrieveAtMs: parseTimestamp(retrieveDateTime)?.ms ?? 0,
    rule: attemptRule(request),
    signed: {
      requestId: request.requestId,
      installAtMs: installDateTime === undefined ? null : (parseTimestamp(installDateTime)?.ms ?? null),
      certificate,
      signature,
    },
  });
  return { confirmation: { status }, afterwards: start };
});
