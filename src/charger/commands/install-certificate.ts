import { noteInstalled } from '../../domain/installed-certificates.ts';
import { InstallCertificate } from '../../ocpp/v16/messages/security/install-certificate.ts';
import { changeInstalled, forgetRoot, noteRootSending } from '../installed-certificates.ts';
import { defineCommand } from './command-rule.ts';

/** Installs a root certificate (security white paper M05). */
export const installCertificate = defineCommand(InstallCertificate, {
  prepare: (payload, { commandId }, ports) => noteRootSending(payload, commandId, ports),
  settled: (_payload, end, { commandId }, { sql, now }) => {
    if (end.state === 'answered' && end.confirmation.status === 'Accepted') {
      changeInstalled(sql, (before) => noteInstalled(before, commandId, now));
    } else if (end.state !== 'timedOut') {
      // After a time-out the answer may still come.
      forgetRoot(sql, commandId);
    }
    return {};
  },
});
