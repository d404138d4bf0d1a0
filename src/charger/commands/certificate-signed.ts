import { CertificateSigned } from '../../ocpp/v16/messages/security/certificate-signed.ts';
import { noteChain, noteChainQueued, settleChain } from '../charge-point-certificate.ts';
import { readConfigurationKey } from '../store/configuration-keys.ts';
import { defineCommand } from './command-rule.ts';

/** Brings the charger its new certificate (security white paper A02). */
export const certificateSigned = defineCommand(CertificateSigned, {
  check: ({ certificateChain }, { sql }) => {
    const told = readConfigurationKey(sql, 'CertificateSignedMaxChainSize')?.value ?? '';
    const most = Number.parseInt(told, 10);
    if (!(certificateChain.length > most)) return null;
    return {
      kind: 'invalid',
      field: 'certificateChain',
      reason: `has ${certificateChain.length} characters; the charger takes ${most} (CertificateSignedMaxChainSize)`,
    };
  },
  prepare: ({ certificateChain }, _command, ports) => noteChain(certificateChain, ports),
  queued: ({ certificateChain }, { commandId }, ports) => {
    noteChainQueued(certificateChain, commandId, ports);
    return {};
  },
  settled: (_payload, end, command, ports) => {
    settleChain(end, command, ports);
    return {};
  },
});
