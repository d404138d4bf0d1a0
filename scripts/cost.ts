import { writeFile } from 'node:fs/promises';
import { billOf } from './cost/bill.ts';
import { fleetPrice } from './cost/fleet.ts';
import { measureUsage } from './cost/measure.ts';
import { HELP, type Options, parseOptions } from './cost/options.ts';
import { type Calculation, reportOf } from './cost/report.ts';

const FLEETS = [1_000, 100_000, 1_000_000];

function readOptions(): Options | 'help' | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nSee npm run cost -- --help`);
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
  const { plan, active, months, json } = options;
  const usage = await measureUsage(plan);
  const lines = billOf(usage, plan, active, months);
  const fleets = FLEETS.map((chargers) => fleetPrice(lines, chargers));
  const calculation: Calculation = { plan, active, months, usage, lines, fleets };
  process.stdout.write(reportOf(calculation));
  if (json !== null) await writeFile(json, `${JSON.stringify(calculation, null, 2)}\n`);
  return 0;
}

process.exitCode = await main();
