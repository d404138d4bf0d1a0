import type { LoadFigure } from './load/measure-fleets.ts';
import type { LoadName } from './load/loads.ts';
import type { SubjectName } from './load/subject.ts';
import { BARE, READ_CHARGER, REMOTE_START, type RestFigures } from './rest/measure-rest.ts';
import type { Results } from './results.ts';

/** Something that Capacitor is to reach. */
export interface Target {
  name: string;
  wanted: string;
  measured: string;
  isMet: boolean;
}

/** The fleet for which shares are wanted. */
const CHARGERS = 200;
const MOST_LIST_ROWS = 150;
const MOST_BUNDLE_BYTES = 400 * 1024;
const MOST_EVALUATION_MS = 50;

/** What was to be reached, and whether it was: of the parts that were measured. */
export function targetsOf({ fleets, rest, start }: Results): Target[] {
  return [
    ...(fleets === null ? [] : loadTargets(fleets.loads)),
    ...(rest === null ? [] : restTargets(rest)),
    ...(start === null
      ? []
      : [
          atMost('bundle, gzipped KB', MOST_BUNDLE_BYTES / 1024, start.bundleGzippedBytes / 1024),
          atMost('evaluation of the worker, ms of CPU', MOST_EVALUATION_MS, start.evaluationMs.median),
        ]),
  ];
}

function loadTargets(figures: readonly LoadFigure[]): Target[] {
  return [
    share(figures, 'heartbeat', 'bare object', 0.85),
    share(figures, 'MeterValues', 'bare object', 0.85),
    share(figures, 'session', 'bare object', 0.35),
    share(figures, 'session', 'bare pipeline', 0.7),
  ].filter((target) => target !== null);
}

/** How much of another server's rate Capacitor reaches. */
function share(
  figures: readonly LoadFigure[],
  load: LoadName,
  other: SubjectName,
  wanted: number,
): Target | null {
  const rateOf = (subject: SubjectName) =>
    figures.find(
      (figure) => figure.chargers === CHARGERS && figure.load === load && figure.subject === subject,
    )?.messagesPerSecond.median;
  const ours = rateOf('capacitor');
  const theirs = rateOf(other);
  if (ours === undefined || theirs === undefined) return null;
  return {
    name: `${load} of ${CHARGERS} chargers, share of the ${other}`,
    wanted: `≥ ${percent(wanted)}`,
    measured: percent(ours / theirs),
    isMet: ours >= wanted * theirs,
  };
}

function restTargets({ requests, lists }: RestFigures): Target[] {
  const p50 = (name: string) => requests.find(({ request }) => request === name)?.p50Ms.median ?? 0;
  const plain = lists.filter(({ isPlain }) => isPlain);
  return [
    atMost(`${READ_CHARGER}, p50, times the ${BARE}`, 1.3, p50(READ_CHARGER) / p50(BARE)),
    atMost(`${REMOTE_START}, p50, times reading a charger`, 3, p50(REMOTE_START) / p50(READ_CHARGER)),
    atMost(
      'rows that a list of 50 reads, first page or cursor',
      MOST_LIST_ROWS,
      Math.max(...plain.map(({ rowsRead }) => rowsRead)),
    ),
    pagesAlike(plain.map(({ rowsRead }) => rowsRead)),
  ];
}

/** A cursor's page is to cost what the first one costs: a running transaction more or less is asked of its object. */
function pagesAlike(rows: readonly number[]): Target {
  const difference = Math.max(...rows) - Math.min(...rows);
  return {
    name: 'rows that any page reads more than another',
    wanted: '≤ 5',
    measured: String(difference),
    isMet: difference <= 5,
  };
}

function atMost(name: string, most: number, measured: number): Target {
  return { name, wanted: `≤ ${most}`, measured: measured.toFixed(2), isMet: measured <= most };
}

function percent(ratio: number): string {
  return `${Math.round(100 * ratio)} %`;
}
