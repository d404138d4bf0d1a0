import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../src/api/commands/command-answer.ts';
import { ApiError } from '../../../src/api/errors/api-error.ts';
import type { CommandResult } from '../../../src/contracts/command-rpc.ts';

const command = { action: 'RemoteStartTransaction', chargeBoxId: 'CP 1' };

describe('a charger that answered is a success, whatever its word', () => {
  test.each<[CommandResult, string]>([
    [{ kind: 'answered', commandId: 'cmd_1', payload: {}, status: 'Accepted', confirmation: {} }, 'Accepted'],
    [{ kind: 'answered', commandId: 'cmd_1', payload: {}, status: 'Rejected', confirmation: {} }, 'Rejected'],
    [
      {
        kind: 'callError',
        commandId: 'cmd_1',
        payload: {},
        error: { code: 'NotImplemented', description: '' },
      },
      'CallError',
    ],
    [
      { kind: 'invalidAnswer', commandId: 'cmd_1', payload: {}, reason: 'status is missing' },
      'InvalidAnswer',
    ],
  ])('%j', (result, status) => {
    expect(answerOf(result, command)).toMatchObject({ status, commandId: 'cmd_1' });
  });
});

describe('a charger that did not answer is an error that says what to do next', () => {
  test.each<[CommandResult, string, RegExp]>([
    [{ kind: 'offline' }, 'SERVICE_UNAVAILABLE', /GET \/api\/v1\/chargers\/CP%201 shows isOnline: true/],
    [{ kind: 'connectionLost', commandId: 'cmd_1' }, 'SERVICE_UNAVAILABLE', /before you repeat/],
    [{ kind: 'timedOut', commandId: 'cmd_1', timeoutSeconds: 30 }, 'TIMEOUT', /within 30 s/],
    [{ kind: 'refused', reason: 'it is Pending' }, 'CONFLICT', /it is Pending/],
    [{ kind: 'notRunning', status: 'completed' }, 'CONFLICT', /nothing was sent/],
    [{ kind: 'unknownConnector', known: [1, 2] }, 'NOT_FOUND', /Known connectors: 1, 2/],
    [{ kind: 'unknownConnector', known: [] }, 'NOT_FOUND', /has reported none yet/],
    [{ kind: 'unknownTransaction' }, 'NOT_FOUND', /GET \/api\/v1\/transactions lists/],
    [{ kind: 'notFound' }, 'NOT_FOUND', /GET \/api\/v1\/chargers lists/],
  ])('%j is %s', (result, code, message) => {
    const ask = () => answerOf(result, command);
    expect(ask).toThrow(ApiError);
    expect(ask).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });
});
