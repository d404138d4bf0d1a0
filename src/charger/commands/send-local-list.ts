import { findUpdateFault, settleUpdate } from '../../domain/local-list.ts';
import { SendLocalList } from '../../ocpp/v16/messages/local-auth-list-management/send-local-list.ts';
import { limitOf, nextLocalListCommand, readLocalList } from '../local-list.ts';
import { facts } from '../store/facts.ts';
import { defineCommand } from './command-rule.ts';

/** Sends the local authorization list, or what has changed in it (OCPP 1.6 5.15). */
export const sendLocalList = defineCommand(SendLocalList, {
  check: (payload, { sql, now }) => {
    const fault = findUpdateFault(payload, limitOf(sql, 'SendLocalListMaxLength'));
    if (fault !== null) return { kind: 'invalid', ...fault };
    const most = limitOf(sql, 'LocalAuthListMaxLength');
    const { length } = readLocalList(sql, now).entries;
    return most === null || length <= most
      ? null
      : {
          kind: 'invalid',
          field: 'entries',
          reason: `the list has ${length} entries, and this charger holds ${most} (LocalAuthListMaxLength)`,
        };
  },
  settled: (payload, end, _command, { sql, registration, now, follow }) => {
    const before = readLocalList(sql, now);
    const list = settleUpdate(before, payload, end);
    const isTaken = end.state === 'answered' && end.confirmation.status === 'Accepted';
    const isRepaired =
      registration.settings.repairLocalList &&
      (list.state === 'mismatch' || (list.state === 'failed' && payload.updateType === 'Differential'));
    const isSending = (isTaken && before.isSending && list.state === 'pending') || isRepaired;
    facts.localList.write(sql, { ...list, isSending });
    if (isSending) follow(nextLocalListCommand(sql, isRepaired ? 'Full' : 'Differential', now));
    if (list.state === 'unknown' && registration.settings.repairLocalList) {
      follow({ action: 'GetLocalListVersion', payload: {} });
    }
    return {};
  },
});
