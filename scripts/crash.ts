import { HELP, type Options, parseOptions } from './crash/options.ts';
import { runCrash } from './crash/run.ts';

/** So many faults are told one by one. */
const MOST_TOLD = 50;

function readOptions(): Options | 'help' | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nSee npm run crash -- --help`);
    return null;
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) return 2;
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { kills, chargers, seed } = options;
  console.log(`Seed ${seed}, ${kills} kills, ${chargers} chargers`);
  const { faults, summary, dataFolder } = await runCrash({ ...options, onProgress: console.log });
  console.log(summary);
  if (faults.length === 0) {
    console.log('Nothing lost, nothing doubled.');
    return 0;
  }
  for (const fault of faults.slice(0, MOST_TOLD)) console.error(fault);
  console.error(
    [
      `${faults.length} faults${faults.length > MOST_TOLD ? `, the first ${MOST_TOLD} shown` : ''}.`,
      `The data are in ${dataFolder}; remove the folder when you have seen enough.`,
      `The same plan again: npm run crash -- --seed ${seed} --kills ${kills} --chargers ${chargers}`,
    ].join('\n'),
  );
  return 1;
}

process.exitCode = await main();
