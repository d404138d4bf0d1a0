import { expect, test } from 'vitest';
import { addFailure, type LoginAttempts, waitBeforeLogin } from '../../src/domain/login-attempts.ts';

const NOW = 1_000_000;

/** So many failures from one address, a second apart, the last one now. */
function failures(count: number, address = '192.0.2.66'): LoginAttempts {
  let attempts: LoginAttempts = new Map();
  for (let left = count - 1; left >= 0; left -= 1)
    attempts = addFailure(attempts, address, NOW - left * 1_000);
  return attempts;
}

test('#100 X-T23: after nine failed logins within a minute an address need not wait, after ten it waits a minute', () => {
  expect(waitBeforeLogin(failures(9), '192.0.2.66', NOW)).toBe(0);
  expect(waitBeforeLogin(failures(10), '192.0.2.66', NOW)).toBe(60);
});

test('#100 X-T23: another address need not wait', () => {
  expect(waitBeforeLogin(failures(10), '192.0.2.67', NOW)).toBe(0);
});

test('#100 X-T23: nobody waits for good: after the minute the password is looked at again', () => {
  expect(waitBeforeLogin(failures(10), '192.0.2.66', NOW + 59_999)).toBe(1);
  expect(waitBeforeLogin(failures(10), '192.0.2.66', NOW + 60_000)).toBe(0);
});

test('failures further apart than a minute do not add up', () => {
  let attempts: LoginAttempts = new Map();
  for (let count = 0; count < 20; count += 1)
    attempts = addFailure(attempts, '192.0.2.66', NOW + count * 7_000);
  expect(waitBeforeLogin(attempts, '192.0.2.66', NOW + 20 * 7_000)).toBe(0);
});
