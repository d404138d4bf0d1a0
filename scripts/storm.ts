import { missingDescriptors } from './storm/file-descriptors.ts';
import { HELP, parseOptions } from './storm/options.ts';
import { report } from './storm/report.ts';
import { runStorm, type StormFigures } from './storm/run.ts';
import { startBareObject, startCapacitor } from './storm/subject.ts';

function readOptions(): ReturnType<typeof parseOptions> | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nSee npm run storm -- --help`);
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
  const { chargers } = options;
  const missing = missingDescriptors(chargers);
  if (missing !== null) {
    console.error(missing);
    return 2;
  }
  const chargeBoxIds = Array.from({ length: chargers }, (_, index) => `STORM-${index}`);
  const figures: StormFigures[] = [];
  for (const start of [startBareObject, () => startCapacitor(chargeBoxIds)]) {
    const subject = await start();
    console.log(`${chargers} chargers at ${subject.name === 'Capacitor' ? 'Capacitor' : 'a bare object'}`);
    try {
      figures.push(await runStorm(subject, chargeBoxIds));
    } catch (error) {
      console.error(`Not all were served: ${error instanceof Error ? error.message : String(error)}`);
      return 1;
    } finally {
      await subject.remove();
    }
  }
  console.log(report(figures.reverse()));
  console.log('All were served.');
  return 0;
}

process.exitCode = await main();
