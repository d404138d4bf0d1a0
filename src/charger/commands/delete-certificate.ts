import { noteDeleted, otherAlgorithm, spelledByCharger } from '../../domain/installed-certificates.ts';
import { DeleteCertificate } from '../../ocpp/v16/messages/security/delete-certificate.ts';
import { changeInstalled, readInstalled } from '../installed-certificates.ts';
import { defineCommand } from './command-rule.ts';

/** Removes a root certificate from the charger (security white paper M04). */
export const deleteCertificate = defineCommand(DeleteCertificate, {
  complete: (payload, { sql }) => ({
    ...payload,
    certificateHashData: spelledByCharger(readInstalled(sql), payload.certificateHashData),
  }),
  check: ({ certificateHashData }, { sql }) => {
    const reported = otherAlgorithm(readInstalled(sql), certificateHashData);
    if (reported === null) return null;
    return {
      kind: 'invalid',
      field: 'certificateHashData.hashAlgorithm',
      reason: `must be ${reported}, with its hashes: the charger names this certificate so (security white paper M04.FR.07). GET …/certificates shows them`,
    };
  },
  settled: ({ certificateHashData }, end, _command, { sql }) => {
    if (end.state === 'answered' && end.confirmation.status !== 'Failed') {
      changeInstalled(sql, (before) => noteDeleted(before, certificateHashData));
    }
    return {};
  },
});
