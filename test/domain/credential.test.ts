import { describe, expect, test } from 'vitest';
import {
  type Credentials,
  logIn,
  offerCredential,
  type OfferEnd,
  setCredential,
  settleOffer,
  validCredentials,
} from '../../src/domain/credential.ts';

const digest = (name: string) => ({ keyId: 'k1', digest: name });
const KNOWN: Credentials = { current: { ...digest('old'), changedAt: 1 }, offered: [] };
const isSent = () => true;

/** Told a new password, with the command of that id. */
function offered(before: Credentials = KNOWN, commandId = 'cmd_1', name = 'new'): Credentials {
  return offerCredential(before, digest(name), { commandId, now: 10 }, () => true);
}

/** The digests that let the charger in. */
function valid(credentials: Credentials): string[] {
  return validCredentials(credentials, isSent).map((each) => each.digest);
}

function logInWith(credentials: Credentials, name: string): Credentials {
  const used = validCredentials(credentials, isSent).find((each) => each.digest === name);
  if (used === undefined) throw new Error(`${name} does not let in`);
  return logIn(credentials, used, null, 30);
}

describe('a password that is told over OCPP (security white paper A01)', () => {
  test('counts from the moment it is sent, not before', () => {
    expect(valid(offered())).toEqual(['old', 'new']);
    expect(validCredentials(offered(), () => false).map((each) => each.digest)).toEqual(['old']);
  });

  const ends: [OfferEnd, string[]][] = [
    ['accepted', ['new']],
    ['refused', ['old']],
    ['deferred', ['old', 'new']],
    ['unknown', ['old', 'new']],
  ];
  test.each(ends)('%s: %o let the charger in', (end, expected) => {
    expect(valid(settleOffer(offered(), 'cmd_1', end, 20))).toEqual(expected);
  });

  test('when nothing is known either lets in, and the first that is used stays alone', () => {
    const open = settleOffer(offered(), 'cmd_1', 'unknown', 20);
    expect(valid(logInWith(open, 'old'))).toEqual(['old']);
    expect(valid(logInWith(open, 'new'))).toEqual(['new']);
    expect(logInWith(open, 'new').current?.changedAt).toBe(30);
    expect(logInWith(open, 'old').current?.changedAt).toBe(1);
  });

  test('a login with the old one before the loss of the connection is noticed stands', () => {
    const back = logInWith(offered(), 'old');
    expect(valid(settleOffer(back, 'cmd_1', 'unknown', 40))).toEqual(['old']);
  });

  test.each([
    ['accepted', ['new']],
    ['deferred', ['old', 'new']],
    ['refused', ['old']],
  ] satisfies [OfferEnd, string[]][])(
    'a late answer is news, also after a login with the old one: %s',
    (end, expected) => {
      const back = logInWith(settleOffer(offered(), 'cmd_1', 'unknown', 20), 'old');
      expect(valid(settleOffer(back, 'cmd_1', end, 40))).toEqual(expected);
    },
  );

  test('a late answer to an older command does not undo a newer one', () => {
    const first = settleOffer(offered(), 'cmd_1', 'unknown', 20);
    const second = settleOffer(offered(first, 'cmd_2', 'newer'), 'cmd_2', 'accepted', 30);
    expect(valid(second)).toEqual(['newer']);
    expect(valid(settleOffer(second, 'cmd_1', 'accepted', 40))).toEqual(['newer']);
  });

  test('an acceptance leaves open what was told after it', () => {
    const both = offered(offered(), 'cmd_2', 'newer');
    expect(valid(settleOffer(both, 'cmd_1', 'accepted', 40))).toEqual(['new', 'newer']);
  });

  test('the owner’s word ends what is open, not what is under way', () => {
    const open = settleOffer(offered(), 'cmd_1', 'unknown', 20);
    expect(valid(setCredential(open, digest('owner'), 50))).toEqual(['owner']);
    expect(valid(setCredential(offered(), digest('owner'), 50))).toEqual(['owner', 'new']);
    expect(valid(setCredential(KNOWN, null, 50))).toEqual([]);
  });

  test('one that was prepared and never got a command is forgotten', () => {
    const abandoned = offerCredential(KNOWN, digest('new'), { commandId: 'cmd_1', now: 0 }, () => false);
    const later = offerCredential(
      abandoned,
      digest('newer'),
      { commandId: 'cmd_2', now: 60_000 },
      () => false,
    );
    expect(later.offered.map(({ commandId }) => commandId)).toEqual(['cmd_2']);
  });

  test('no more than five are kept', () => {
    let credentials = KNOWN;
    for (let id = 1; id <= 7; id += 1) credentials = offered(credentials, `cmd_${id}`, `new ${id}`);
    expect(credentials.offered.map(({ commandId }) => commandId)).toEqual([
      'cmd_3',
      'cmd_4',
      'cmd_5',
      'cmd_6',
      'cmd_7',
    ]);
  });
});

test('a login renews a digest that was made with an older key, and its age stays', () => {
  const [used] = validCredentials(KNOWN, isSent);
  if (used === undefined) throw new Error('There is none.');
  expect(logIn(KNOWN, used, { keyId: 'k2', digest: 'renewed' }, 30)).toEqual({
    current: { keyId: 'k2', digest: 'renewed', changedAt: 1 },
    offered: [],
  });
});
