import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { measureFleets } from './bench/load/measure-fleets.ts';
import type { LoadName } from './bench/load/loads.ts';
import { HELP, type Options, parseOptions } from './bench/options.ts';
import { report } from './bench/report.ts';
import { measureRest } from './bench/rest/measure-rest.ts';
import { newResults, type Results } from './bench/results.ts';
import { countRows } from './bench/rows/count-rows.ts';
import { inScratchFolder } from './bench/scratch-folder.ts';
import { measureStart } from './bench/start/measure-start.ts';
import { targetsOf } from './bench/targets.ts';
import { bundle } from './server/bundle.ts';
import { makeFolder } from './server/make-folder.ts';
import { projectRoot } from './server/project-root.ts';

function readOptions(): Options | 'help' | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nSee npm run bench -- --help`);
    return null;
  }
}

const startedAt = performance.now();

/** Beside the table, which goes to the other stream. */
function showProgress(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  console.error(`${seconds.padStart(5)} s  ${line}`);
}

async function measure(options: Options, folder: string): Promise<Results> {
  const results = newResults(options, new Date());
  await bundle();
  const isWanted = (part: Options['parts'][number]) => options.parts.includes(part);
  const loads: LoadName[] = [
    ...(isWanted('frame') ? (['heartbeat', 'MeterValues'] as const) : []),
    ...(isWanted('session') ? (['session'] as const) : []),
  ];
  if (loads.length > 0) {
    showProgress('counting the rows that each server writes');
    results.rows = await countRows(join(folder, 'rows'));
    results.fleets = await measureFleets(loads, options, join(folder, 'fleets'), showProgress);
  }
  if (isWanted('rest')) results.rest = await measureRest(options, join(folder, 'rest'), showProgress);
  if (isWanted('start'))
    results.start = await measureStart(options.runs, join(folder, 'start'), showProgress);
  return results;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) return 2;
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const results = await inScratchFolder((folder) => measure(options, folder));
  const jsonFile = resolve(projectRoot, options.jsonFile);
  await makeFolder(dirname(jsonFile));
  await writeFile(jsonFile, `${JSON.stringify({ ...results, targets: targetsOf(results) }, null, 2)}\n`);
  console.log(report(results));
  console.log(`\nAll figures: ${jsonFile}`);
  return 0;
}

// What is cut off goes through the same end: its folder is removed, and its servers are ended.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => process.exit(code));
}

process.exitCode = await main();
