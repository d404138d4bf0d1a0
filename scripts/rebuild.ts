import { parseOptions, HELP, type Options } from './rebuild/options.ts';
import { runRebuild } from './rebuild/run.ts';

async function readOptions(): Promise<Options | 'help' | null> {
  try {
    return await parseOptions(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nSee npm run rebuild -- --help`);
    return null;
  }
}

async function main(): Promise<number> {
  const options = await readOptions();
  if (options === null) return 2;
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  return (await runRebuild(options, (line) => console.log(line))) ? 0 : 1;
}

process.exitCode = await main();
