import { describe, expect, test } from 'vitest';

import { CallLine } from '../../src/simulator/call-line.ts';
import type { CallOutcome } from '../../src/simulator/call-outcome.ts';
import { createManualClock } from '../../src/simulator/clock.ts';
import { decideRetry } from '../../src/simulator/retry-rule.ts';

/** A connection in name: the order of sends is all these tests look at. */
function createLine(attempts = 0) {
  const clock = createManualClock('2025-01-15T10:00:00Z');
  const line = new CallLine<string>(clock, () => ({ attempts, intervalMs: 1000 }));
  const sent: string[] = [];
  const answers: ((outcome: CallOutcome<string>) => void)[] = [];
  const send = (name: string) => () => {
    sent.push(name);
    return new Promise<CallOutcome<string>>((resolve) => answers.push(resolve));
  };
  const settle = async (outcome: CallOutcome<string> = { kind: 'answered', confirmation: 'ok' }) => {
    answers.shift()?.(outcome);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, line, sent, send, settle };
}

describe('the line of CALLs', () => {
  test('has one unanswered at a time, in the order they were made (OCPP-J 4.1.1)', async () => {
    const { line, sent, send, settle } = createLine();
    line.allowKept(true);
    line.attach('socket');
    line.keep(send('start'), () => {});
    void line.prompt(send('status'));
    line.keep(send('stop'), () => {});
    expect(sent).toEqual(['start']);
    await settle();
    expect(sent).toEqual(['start', 'status']);
    await settle();
    expect(sent).toEqual(['start', 'status', 'stop']);
  });

  test('urgent ones go ahead, in their own order', async () => {
    const { line, sent, send, settle } = createLine();
    line.allowKept(true);
    line.keep(send('stop'), () => {});
    line.attach('socket');
    void line.prompt(send('one'), { isUrgent: true });
    void line.prompt(send('two'), { isUrgent: true });
    for (let turn = 0; turn < 3; turn += 1) await settle();
    expect(sent).toEqual(['stop', 'one', 'two']);
    line.keep(send('start'), () => {});
    void line.prompt(send('boot'), { isUrgent: true });
    expect(sent).toEqual(['stop', 'one', 'two', 'start']);
  });

  test('kept ones wait for the server to accept the charger', () => {
    const { line, sent, send } = createLine();
    line.attach('socket');
    line.keep(send('start'), () => {});
    expect(sent).toEqual([]);
    line.allowKept(true);
    expect(sent).toEqual(['start']);
  });

  test('a kept one outlives the connection, a prompt one does not', async () => {
    const { line, sent, send, settle } = createLine();
    line.allowKept(true);
    line.attach('first');
    line.keep(send('start'), () => {});
    const status = line.prompt(send('status'));
    line.detach();
    await settle({ kind: 'connectionLost' });
    expect(await status).toEqual({ kind: 'connectionLost' });
    expect(await line.prompt(send('late'))).toEqual({ kind: 'connectionLost' });
    line.attach('second');
    expect(sent).toEqual(['start', 'start']);
  });

  test('while one waits for its next try the kept ones behind it wait too, prompt ones go (OCPP 1.6 3.7)', async () => {
    const { clock, line, sent, send, settle } = createLine();
    line.allowKept(true);
    line.attach('socket');
    line.keep(send('start'), () => {});
    line.keep(send('stop'), () => {});
    await settle({ kind: 'timedOut' });
    void line.prompt(send('status'));
    await settle();
    expect(sent).toEqual(['start', 'status']);
    clock.advance(1000);
    expect(sent).toEqual(['start', 'status', 'start']);
    await settle({ kind: 'refused', code: 'InternalError', description: '' });
    clock.advance(1999);
    expect(sent).toHaveLength(3);
    clock.advance(1);
    await settle();
    expect(sent).toEqual(['start', 'status', 'start', 'start', 'stop']);
  });

  test('one that is given up says so and lets the next go', async () => {
    const { clock, line, sent, send, settle } = createLine(2);
    const settled: (string | null)[] = [];
    line.allowKept(true);
    line.attach('socket');
    line.keep(send('start'), (confirmation) => settled.push(confirmation));
    line.keep(send('stop'), (confirmation) => settled.push(confirmation));
    await settle({ kind: 'timedOut' });
    clock.advance(1000);
    await settle({ kind: 'timedOut' });
    expect(sent).toEqual(['start', 'start', 'stop']);
    await settle();
    expect(settled).toEqual([null, 'ok']);
    await line.whenIdle();
  });
});

test('the wait before a try is the interval times the tries before it; attempts 0 never gives up (OCPP 1.6 3.7.1)', () => {
  const rule = { attempts: 3, intervalMs: 60_000 };
  expect([1, 2, 3].map((failures) => decideRetry(failures, rule))).toEqual([
    { decision: 'retry', waitMs: 60_000 },
    { decision: 'retry', waitMs: 120_000 },
    { decision: 'giveUp' },
  ]);
  expect(decideRetry(1000, { attempts: 0, intervalMs: 10 })).toEqual({ decision: 'retry', waitMs: 10_000 });
});
