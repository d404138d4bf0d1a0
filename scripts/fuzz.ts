import { FuzzFailure } from './fuzz/fuzz-failure.ts';
import { startLocalServer } from './fuzz/local-server.ts';
import { HELP, type Options, parseOptions } from './fuzz/options.ts';
import { runFuzz } from './fuzz/run.ts';
import type { Tally } from './fuzz/tally.ts';

function readOptions(): Options | 'help' | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nSee npm run fuzz -- --help`);
    return null;
  }
}

/** On a terminal the line is written over itself. */
function showProgress(tally: Tally): void {
  process.stdout.write(process.stdout.isTTY ? `\r\u001b[K${tally.line()}` : `${tally.line()}\n`);
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) return 2;
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { seed, frames, seconds, chargers, only, server } = options;
  console.log(`Seed ${seed}, ${frames} frames, ${chargers} chargers`);
  const own = server === null ? await startLocalServer() : null;
  try {
    const target = own ?? { url: server?.url ?? '', apiKey: server?.apiKey ?? '', complaints: [] };
    const tally = await runFuzz({ target, seed, frames, seconds, chargers, only, onProgress: showProgress });
    showProgress(tally);
    console.log(`${process.stdout.isTTY ? '\n' : ''}Nothing found.`);
    return 0;
  } catch (error) {
    if (!(error instanceof FuzzFailure)) throw error;
    console.error(`\n${error.message}`);
    return 1;
  } finally {
    await own?.stop();
  }
}

process.exitCode = await main();
