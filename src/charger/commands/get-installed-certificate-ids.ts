import { noteTold } from '../../domain/installed-certificates.ts';
import { GetInstalledCertificateIds } from '../../ocpp/v16/messages/security/get-installed-certificate-ids.ts';
import { changeInstalled } from '../installed-certificates.ts';
import { defineCommand } from './command-rule.ts';

/** Lists the root certificates of the charger (security white paper M03). NotFound says that there are none. */
export const getInstalledCertificateIds = defineCommand(GetInstalledCertificateIds, {
  settled: ({ certificateType }, end, command, { sql, now }) => {
    if (end.state !== 'answered') return {};
    changeInstalled(sql, (before) => {
      const toldAt = before.told[certificateType]?.readAt ?? 0;
      // A late answer does not replace what was told after its command had left.
      if (command.state === 'late' && toldAt > (command.sentAt ?? 0)) return before;
      return noteTold(before, certificateType, end.confirmation.certificateHashData ?? [], now);
    });
    return {};
  },
});
