import { describe, expect, test } from 'vitest';
import { type Command, expireRemoteStarts, findRemoteStart } from '../../src/domain/command.ts';

const MINUTE = 60_000;

function remoteStart(
  fields: Partial<Command> = {},
  outcome: Partial<NonNullable<Command['outcome']>> | null = {},
): Command {
  return {
    commandId: 'cmd_1',
    action: 'RemoteStartTransaction',
    payload: { idTag: 'USER-001', connectorId: 1 },
    state: 'answered',
    createdAt: 0,
    timeoutMs: 30_000,
    deliverUntil: null,
    isSecret: false,
    isError: false,
    sentAt: 0,
    endedAt: 0,
    answer: { status: 'Accepted' },
    ...fields,
    outcome:
      outcome === null
        ? null
        : {
            state: 'pending',
            expiresAt: 2 * MINUTE,
            otherwise: 'expired',
            transactionId: null,
            message: null,
            ...outcome,
          },
  };
}

const expired = (fields: Partial<Command> = {}) =>
  remoteStart(fields, { state: 'expired', expiresAt: 2 * MINUTE, transactionId: null });

describe('the remote start that a start belongs to', () => {
  test('is one that waits for this tag, in any case, on this connector or on any', () => {
    const command = remoteStart();
    expect(findRemoteStart([command], 'user-001', 1, MINUTE)).toBe(command);
    expect(findRemoteStart([command], 'USER-001', null, MINUTE)).toBe(command);
    const anywhere = remoteStart({ payload: { idTag: 'USER-001' } });
    expect(findRemoteStart([anywhere], 'USER-001', 2, MINUTE)).toBe(anywhere);
    expect(findRemoteStart([command], 'USER-002', 1, MINUTE)).toBeNull();
    expect(findRemoteStart([command], 'USER-001', 2, MINUTE)).toBeNull();
  });

  test('may be unanswered, for the charger may start first (OCPP-J 4.1.1)', () => {
    const sent = remoteStart({ state: 'sent', endedAt: null, answer: null });
    expect(findRemoteStart([sent], 'USER-001', 1, MINUTE)).toBe(sent);
  });

  test('may have expired up to a quarter of an hour ago: a start that comes late was still asked for', () => {
    const late = expired();
    expect(findRemoteStart([late], 'USER-001', 1, 17 * MINUTE)).toBe(late);
    expect(findRemoteStart([late], 'USER-001', 1, 17 * MINUTE + 1)).toBeNull();
  });

  test('is the one that waits where another has expired, and of several that have expired the newest', () => {
    const [old, newer, waiting] = [
      expired(),
      expired({ commandId: 'cmd_2' }),
      remoteStart({ commandId: 'cmd_3' }),
    ];
    expect(findRemoteStart([old, newer, waiting], 'USER-001', 1, 3 * MINUTE)).toBe(waiting);
    expect(findRemoteStart([old, newer], 'USER-001', 1, 3 * MINUTE)).toBe(newer);
  });

  test('is none that led to a transaction already, or that was refused', () => {
    const done = remoteStart({}, { state: 'fulfilled', expiresAt: 2 * MINUTE, transactionId: 'txn_1' });
    const refused = remoteStart({ answer: { status: 'Rejected' } }, null);
    expect(findRemoteStart([done, refused], 'USER-001', 1, MINUTE)).toBeNull();
  });
});

describe('a connector that becomes Available again (OCPP 1.6 5.11)', () => {
  test('ends the waiting of the accepted remote starts on it', () => {
    expect(expireRemoteStarts([remoteStart()], 1)).toEqual([expired()]);
  });

  test.each([
    ['on another connector', remoteStart({ payload: { idTag: 'USER-001', connectorId: 2 } })],
    ['for whichever connector', remoteStart({ payload: { idTag: 'USER-001' } })],
    ['that is not answered yet', remoteStart({ state: 'sent', answer: null })],
    [
      'that led to a transaction',
      remoteStart({}, { state: 'fulfilled', expiresAt: 0, transactionId: 'txn_1' }),
    ],
    ['that waits for nothing', remoteStart({}, null)],
  ])('leaves alone one %s', (_, command) => {
    expect(expireRemoteStarts([command], 1)).toEqual([]);
  });
});
