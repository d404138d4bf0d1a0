import * as z from 'zod';

/** HMAC-SHA-256 of a password's bytes under the key `keyId`, in hex. */
export const Digest = z.object({ keyId: z.string(), digest: z.string() });
export type Digest = z.infer<typeof Digest>;

/** The password that counts. */
export const Credential = z.object({
  ...Digest.shape,
  /** Since when it counts, ms since the epoch; null where that was not noted. */
  changedAt: z.int().nullable().default(null),
});
export type Credential = z.infer<typeof Credential>;

/**
 * A password that a charger was told over OCPP, until it is known whether it uses it. `offered`: the command is under
 * way. `open`: nobody knows whether the charger took it, so it counts beside the old one. `passed`: the charger has
 * logged in with another one since, and only a late answer makes it count.
 */
export const OfferedCredential = z.object({
  ...Digest.shape,
  commandId: z.string(),
  offeredAt: z.int(),
  state: z.enum(['offered', 'open', 'passed']),
});
export type OfferedCredential = z.infer<typeof OfferedCredential>;

/** All passwords of one charger that count or may come to count. */
export interface Credentials {
  current: Credential | null;
  /** In the order of their commands. */
  offered: readonly OfferedCredential[];
}

/** What is known of a change of the password when its command has ended. */
export type OfferEnd =
  /** The new one counts, the old one no longer (security white paper A01.FR.03). */
  | 'accepted'
  /** The old one stays (A01.FR.04); also when the command never left. */
  | 'refused'
  /** It counts after a restart: nobody knows when that is. */
  | 'deferred'
  /** Sent and not answered, or not in words that say what became of it. */
  | 'unknown';

/** More are not waited for at once: the oldest is forgotten. */
const MOST_OFFERED = 5;

/** A command that was prepared so long ago and has no row will never be sent. */
const ABANDONED_MS = 60_000;

/** With a password that is about to be told. `hasRow`: whether the command of that id exists. */
export function offerCredential(
  { current, offered }: Credentials,
  digest: Digest,
  { commandId, now }: { commandId: string; now: number },
  hasRow: (commandId: string) => boolean,
): Credentials {
  const alive = offered.filter((other) => hasRow(other.commandId) || now - other.offeredAt < ABANDONED_MS);
  const { keyId, digest: text } = digest;
  const offer: OfferedCredential = { keyId, digest: text, commandId, offeredAt: now, state: 'offered' };
  return { current, offered: [...alive, offer].slice(-MOST_OFFERED) };
}

/** After the end of the command that told a password, also when the answer comes late. */
export function settleOffer(
  { current, offered }: Credentials,
  commandId: string,
  end: OfferEnd,
  now: number,
): Credentials {
  const offer = offered.find((other) => other.commandId === commandId);
  if (offer === undefined) return { current, offered };
  switch (end) {
    case 'accepted': {
      const { keyId, digest } = offer;
      // What it was told before has been overwritten; what it is told after this is still open.
      return {
        current: { keyId, digest, changedAt: now },
        offered: offered.filter((other) => other.commandId > commandId),
      };
    }
    case 'refused':
      return { current, offered: offered.filter((other) => other !== offer) };
    case 'deferred':
      return { current, offered: replace(offered, offer, 'open') };
    case 'unknown':
      // A login with the other one has said already that this one does not count.
      return { current, offered: offer.state === 'passed' ? offered : replace(offered, offer, 'open') };
  }
}

/** A password that lets the charger in; `commandId` is null for the current one. */
export type ValidCredential = Digest & { commandId: string | null };

/**
 * Those that let the charger in. One that is under way counts from the moment it was sent: a charger may take it and
 * come back before the loss of its old connection is noticed.
 */
export function validCredentials(
  { current, offered }: Credentials,
  isSent: (commandId: string) => boolean,
): ValidCredential[] {
  const open = offered.filter(
    ({ state, commandId }) => state === 'open' || (state === 'offered' && isSent(commandId)),
  );
  return [...(current === null ? [] : [{ ...current, commandId: null }]), ...open];
}

/**
 * After a login: of several passwords only the one that was used counts from now on.
 *
 * @param renewed its digest under the key that is current now, where it was made with an older one
 */
export function logIn(
  { current, offered }: Credentials,
  used: ValidCredential,
  renewed: Digest | null,
  now: number,
): Credentials {
  const { keyId, digest } = renewed ?? used;
  const changedAt = used.commandId === null ? (current?.changedAt ?? null) : now;
  return {
    current: { keyId, digest, changedAt },
    offered: offered
      .filter(({ commandId }) => commandId !== used.commandId)
      .map((other) => ({ ...other, state: 'passed' as const })),
  };
}

/** After its owner has set a password, or taken it away with null: what is still under way may come to count. */
export function setCredential({ offered }: Credentials, digest: Digest | null, now: number): Credentials {
  return {
    current: digest === null ? null : { keyId: digest.keyId, digest: digest.digest, changedAt: now },
    offered: offered.filter(({ state }) => state === 'offered'),
  };
}

function replace(
  offered: readonly OfferedCredential[],
  offer: OfferedCredential,
  state: OfferedCredential['state'],
): OfferedCredential[] {
  return offered.map((other) => (other === offer ? { ...other, state } : other));
}
