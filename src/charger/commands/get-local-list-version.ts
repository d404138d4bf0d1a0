import { settleVersion } from '../../domain/local-list.ts';
import { GetLocalListVersion } from '../../ocpp/v16/messages/local-auth-list-management/get-local-list-version.ts';
import { readLocalList } from '../local-list.ts';
import { facts } from '../store/facts.ts';
import { defineCommand } from './command-rule.ts';

/** Asks for the version of the local authorization list (OCPP 1.6 5.10). */
export const getLocalListVersion = defineCommand(GetLocalListVersion, {
  settled: (_payload, end, _command, { sql, now }) => {
    if (end.state === 'answered') {
      facts.localList.write(sql, settleVersion(readLocalList(sql, now), end.confirmation.listVersion));
    }
    return {};
  },
});
