import type { FleetFigures, LoadFigure } from './load/measure-fleets.ts';
import type { RestFigures } from './rest/measure-rest.ts';
import type { Results } from './results.ts';
import type { RowFigure } from './rows/count-rows.ts';
import type { Spread } from './spread.ts';
import type { StartFigures } from './start/measure-start.ts';
import { table } from './table.ts';
import { targetsOf } from './targets.ts';

/** All figures as Markdown: medians, with the least and the most in brackets. */
export function report(results: Results): string {
  const { machine, measuredAt, runs, seconds, rows, fleets, rest, start } = results;
  return [
    `Measured ${measuredAt.slice(0, 16)}Z at ${machine.commit ?? 'an unknown commit'}, on ${machine.cores} cores of ` +
      `${machine.cpu}, ${machine.memoryGigabytes} GB, Node ${machine.node}, load before ${machine.loadBefore.toFixed(1)}; ` +
      `${runs} runs, loads of ${seconds} s. Medians (least–most).`,
    ...(fleets === null ? [] : [loadTable(fleets), memoryTable(fleets)]),
    ...(rows === null ? [] : [rowTable(rows)]),
    ...(rest === null ? [] : [restTable(rest), listTable(rest)]),
    ...(start === null ? [] : [startTable(start)]),
    targetTable(results),
  ].join('\n\n');
}

function loadTable({ loads }: FleetFigures): string {
  return table(
    [
      'load',
      'chargers',
      'server',
      'messages/s',
      'Capacitor reaches',
      'p50 ms',
      'p99 ms',
      'CPU µs a message',
      'messages/s until in D1',
      'client, of a core',
    ],
    loads.map((figure) => [
      figure.load,
      String(figure.chargers),
      figure.subject,
      spread(figure.messagesPerSecond, 0),
      figure.subject === 'capacitor' ? '' : reached(figure, loads),
      spread(figure.p50Ms, 1),
      spread(figure.p99Ms, 1),
      figure.serverCpuMicroseconds === null ? '' : spread(figure.serverCpuMicroseconds, 0),
      figure.settledPerSecond === null ? '' : spread(figure.settledPerSecond, 0),
      `${Math.round(100 * figure.clientCpuShare.median)} %`,
    ]),
  );
}

/** Capacitor's rate as a share of this server's. */
function reached(figure: LoadFigure, all: readonly LoadFigure[]): string {
  const ours = all.find(
    ({ subject, load, chargers }) =>
      subject === 'capacitor' && load === figure.load && chargers === figure.chargers,
  );
  if (ours === undefined || figure.messagesPerSecond.median === 0) return '';
  return `${Math.round((100 * ours.messagesPerSecond.median) / figure.messagesPerSecond.median)} %`;
}

function memoryTable({ memory }: FleetFigures): string {
  return table(
    ['chargers', 'server', 'resident MB, Node and workerd'],
    memory.map(({ chargers, subject, megabytes }) => [String(chargers), subject, megabytes.toFixed(0)]),
  );
}

function rowTable(rows: readonly RowFigure[]): string {
  return table(
    ['rows written a message, or a session', 'server', 'object', 'log', 'D1'],
    rows.map(({ load, subject, objectRows, logRows, d1Rows }) => [
      load,
      subject,
      String(objectRows),
      String(logRows),
      String(d1Rows),
    ]),
  );
}

function restTable({ requests, chargers, transactions }: RestFigures): string {
  const size = `${chargers.toLocaleString('en')} chargers, ${transactions.toLocaleString('en')} transactions`;
  return table(
    [`request (${size} in D1)`, 'p50 ms', 'p99 ms'],
    requests.map(({ request, p50Ms, p99Ms }) => [request, spread(p50Ms, 2), spread(p99Ms, 2)]),
  );
}

function listTable({ lists }: RestFigures): string {
  return table(
    ['list of 50', 'rows read in D1', 'p50 ms'],
    lists.map(({ list, rowsRead, p50Ms }) => [list, String(rowsRead), spread(p50Ms, 1)]),
  );
}

function startTable(start: StartFigures): string {
  return table(
    ['start', 'figure'],
    [
      ['bundle, gzipped KB', (start.bundleGzippedBytes / 1024).toFixed(1)],
      ['evaluation of the worker in workerd, ms of CPU', spread(start.evaluationMs, 0)],
      ['npm start until it serves, ms', spread(start.servingMs, 0)],
      ['first answer of the API, ms', spread(start.firstAnswerMs, 1)],
      ['second answer, ms', spread(start.secondAnswerMs, 1)],
    ],
  );
}

function targetTable(results: Results): string {
  const targets = targetsOf(results);
  if (targets.length === 0) return 'No target belongs to what was measured: they are for 200 chargers.';
  return table(
    ['target', 'wanted', 'measured', ''],
    targets.map(({ name, wanted, measured, isMet }) => [name, wanted, measured, isMet ? 'met' : 'missed']),
  );
}

function spread({ min, median, max }: Spread, decimals: number): string {
  return `${median.toFixed(decimals)} (${min.toFixed(decimals)}–${max.toFixed(decimals)})`;
}
