import * as z from 'zod';
import { countFlag, type Flag, type FlagCount } from '../../domain/flag.ts';

const Count = z.object({
  count: z.int(),
  firstAt: z.int(),
  lastAt: z.int(),
  example: z.string().nullable(),
});
const Row = z.object({ name: z.string(), data: z.string() });

export function readFlags(sql: SqlStorage): Map<string, FlagCount> {
  const rows = sql.exec('SELECT name, data FROM flags ORDER BY name').toArray();
  return new Map(
    rows.map((row) => {
      const { name, data } = Row.parse(row);
      return [name, Count.parse(JSON.parse(data))];
    }),
  );
}

/** Counts each occurrence; a row for each name. */
export function addFlags(sql: SqlStorage, flags: readonly Flag[], now: number): void {
  if (flags.length === 0) return;
  const counts = readFlags(sql);
  for (const flag of flags) counts.set(flag.name, countFlag(counts.get(flag.name) ?? null, flag, now));
  for (const name of new Set<string>(flags.map((flag) => flag.name))) writeCount(sql, name, counts.get(name));
}

/** Adds occurrences that were counted elsewhere, by name. */
export function countFlags(sql: SqlStorage, occurrences: Record<string, number>, now: number): void {
  const counts = readFlags(sql);
  for (const [name, count] of Object.entries(occurrences)) {
    const before = counts.get(name);
    writeCount(sql, name, {
      count: (before?.count ?? 0) + count,
      firstAt: before?.firstAt ?? now,
      lastAt: now,
      example: before?.example ?? null,
    });
  }
}

function writeCount(sql: SqlStorage, name: string, count: FlagCount | undefined): void {
  if (count === undefined) return;
  sql.exec(
    'INSERT INTO flags (name, data) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data',
    name,
    JSON.stringify(count),
  );
}
