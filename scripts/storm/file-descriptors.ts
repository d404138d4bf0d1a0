import { execFileSync } from 'node:child_process';

/** Measured with workerd on Linux: sockets on both of its sides, and the files of the object's database. */
const FOR_A_CHARGER = 5;
const FOR_THE_REST = 500;

/** One line that says what is missing; null where there are enough, or where nobody can tell. */
export function missingDescriptors(chargers: number): string | null {
  if (process.platform === 'win32') return null;
  const needed = FOR_A_CHARGER * chargers + FOR_THE_REST;
  // Node raises its own limit as far as it may go, and workerd inherits that.
  const limit = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  if (limit === 'unlimited' || Number(limit) >= needed) return null;
  return `${chargers} chargers take about ${needed} file descriptors, the limit is ${limit}: run \`ulimit -n ${needed}\` before, or take fewer with --chargers.`;
}
