import * as z from 'zod';
import { foldConfigurationKey } from './configuration-keys.ts';
import { isSameValue } from './configuration-value.ts';

/** What an owner wants a key to be. Times in ms since the epoch. */
export const DesiredValue = z.object({ key: z.string(), value: z.string(), since: z.int() });
export type DesiredValue = z.infer<typeof DesiredValue>;

/** What chargers with a label should be set to. */
export interface LabelConfiguration {
  label: string;
  desired: readonly DesiredValue[];
}

/** Where a desired value comes from: the charger's own, or that of a label. */
export type DesiredFrom = { kind: 'charger' } | { kind: 'label'; label: string };

/** A key as the charger told it last. */
export interface KnownKey {
  key: string;
  value: string | null;
  valueSince: number;
  pendingReboot: boolean;
}

/** A key that is not as it should be; `since` when its value and the wish for another have stood side by side. */
export interface DifferingKey {
  key: string;
  desired: string;
  from: DesiredFrom;
  value: string;
  since: number;
  pendingReboot: boolean;
}

/** A key of which nobody knows how it is. */
export interface UnknownKey {
  key: string;
  desired: string;
  from: DesiredFrom;
  /** Never read; read without a value; or the charger said that it has no such key. */
  reason: 'notRead' | 'withoutValue' | 'unknownToCharger';
}

/** Labels that want different values of a key for which the charger has no wish of its own; the first by name counts. */
export interface DesiredConflict {
  key: string;
  wanted: { label: string; value: string }[];
}

export interface ConfigurationDrift {
  differing: DifferingKey[];
  unknown: UnknownKey[];
  conflicts: DesiredConflict[];
  /** How many keys are as they should be. */
  matching: number;
}

interface DriftInput {
  /** The charger's own wishes. */
  charger: readonly DesiredValue[];
  labels: readonly LabelConfiguration[];
  known: readonly KnownKey[];
  /** Keys that the charger said it does not have. */
  absent: readonly string[];
}

/** How a charger's configuration departs from what its owner wants: its own wishes count before those of its labels. */
export function findDrift({ charger, labels, known, absent }: DriftInput): ConfigurationDrift {
  const wanted = mergeWishes(charger, labels);
  const knownByKey = new Map(known.map((row) => [foldConfigurationKey(row.key), row]));
  const absentKeys = new Set(absent.map(foldConfigurationKey));
  const drift: ConfigurationDrift = { differing: [], unknown: [], conflicts: wanted.conflicts, matching: 0 };
  for (const [folded, { key, value: desired, since, from }] of wanted.byKey) {
    const row = knownByKey.get(folded);
    if (row === undefined || row.value === null) {
      const reason =
        row !== undefined ? 'withoutValue' : absentKeys.has(folded) ? 'unknownToCharger' : 'notRead';
      drift.unknown.push({ key, desired, from, reason });
    } else if (isSameValue(key, row.value, desired)) {
      drift.matching += 1;
    } else {
      const { value, pendingReboot, valueSince } = row;
      drift.differing.push({ key, desired, from, value, since: Math.max(since, valueSince), pendingReboot });
    }
  }
  return drift;
}

function mergeWishes(charger: readonly DesiredValue[], labels: readonly LabelConfiguration[]) {
  const own = new Map(charger.map((wish) => [foldConfigurationKey(wish.key), wish]));
  const fromLabels = Map.groupBy(
    [...labels]
      .sort((left, right) => compare(left.label, right.label))
      .flatMap(({ label, desired }) => desired.map((wish) => ({ label, wish }))),
    ({ wish }) => foldConfigurationKey(wish.key),
  );
  const byKey = new Map<string, DesiredValue & { from: DesiredFrom }>();
  const conflicts: DesiredConflict[] = [];
  for (const folded of [...new Set([...own.keys(), ...fromLabels.keys()])].sort(compare)) {
    const wish = own.get(folded);
    const [first, ...others] = fromLabels.get(folded) ?? [];
    if (wish !== undefined) byKey.set(folded, { ...wish, from: { kind: 'charger' } });
    else if (first !== undefined) {
      const { key, value } = first.wish;
      byKey.set(folded, { ...first.wish, from: { kind: 'label', label: first.label } });
      if (others.some((other) => !isSameValue(key, other.wish.value, value))) {
        const wanted = [first, ...others].map((each) => ({ label: each.label, value: each.wish.value }));
        conflicts.push({ key, wanted });
      }
    }
  }
  return { byKey, conflicts };
}

/** New wishes in place of the old ones: what is wanted as before has been wanted since then. */
export function replaceWishes(
  before: readonly DesiredValue[],
  wanted: Readonly<Record<string, string>>,
  now: number,
): DesiredValue[] {
  return Object.entries(wanted).map(([key, value]) => {
    const old = before.find((wish) => foldConfigurationKey(wish.key) === foldConfigurationKey(key));
    return { key, value, since: old !== undefined && old.value === value ? old.since : now };
  });
}

/** By code units: the same everywhere. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
