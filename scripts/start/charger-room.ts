import { spawnSync } from 'node:child_process';

/** Measured: two sockets, and the object's database with its log. */
const DESCRIPTORS_A_CHARGER = 5;
/** More than a development machine is asked for. */
const PLENTY = 10_000;

/**
 * A line that says how many chargers this server can hold, where the limit of open files makes that few. Node has already
 * raised the limit as far as this user may, and what it starts inherits it.
 */
export function chargerRoomNotice(): string | undefined {
  const { stdout } = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' });
  const limit = Number.parseInt(stdout ?? '', 10);
  const chargers = Math.floor(limit / DESCRIPTORS_A_CHARGER);
  // "unlimited", and systems without sh, are no number.
  if (Number.isNaN(limit) || chargers >= PLENTY) return undefined;
  return `The limit of ${limit} open files leaves room for about ${chargers} chargers (ulimit -n).`;
}
