import { v7 as uuidv7 } from 'uuid';

/** What an id names; the prefix makes a stray id in a log readable. */
export type IdPrefix = 'acc' | 'blk' | 'chg' | 'cmd' | 'cnn' | 'job' | 'key' | 'req' | 'txn';

/**
 * A new id: prefix, underscore, the 32 hex digits of a UUIDv7. It sorts by time of creation, is unique everywhere,
 * and at 36 characters is still a valid OCPP message id (OCPP-J 4.1.4), so a command's id is its message id on the wire.
 */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${uuidv7().replaceAll('-', '')}`;
}
