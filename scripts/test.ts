import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { bundle, quietWrangler } from './server/bundle.ts';
import { projectRoot } from './server/project-root.ts';
import type { Summary } from './test/summary-reporter.ts';

const SummaryJson: z.ZodType<Summary> = z.object({ passed: z.number(), failed: z.number() });

/** Runs vitest with the arguments given; gives its exit code. Ctrl-C reaches it by itself. */
function runVitest(summaryFile: string): Promise<number> {
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const reporter = join(projectRoot, 'scripts', 'test', 'summary-reporter.ts');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--reporter=default', `--reporter=${reporter}`, ...process.argv.slice(2)],
    {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...quietWrangler, CAPACITOR_TEST_SUMMARY: summaryFile },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function readSummary(file: string): Promise<Summary | undefined> {
  try {
    return SummaryJson.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'capacitor-summary-'));
  try {
    await bundle();
    const summaryFile = join(folder, 'summary.json');
    const exitCode = await runVitest(summaryFile);
    const { passed, failed } = (await readSummary(summaryFile)) ?? { passed: 0, failed: 0 };
    const isGood = exitCode === 0 && failed === 0 && passed > 0;
    // A run that broke off, or in which nothing ran, is one failure that no test could report.
    console.log(`${passed} passed, ${isGood ? 0 : Math.max(failed, 1)} failed`);
    return isGood ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.log('0 passed, 1 failed');
    return 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
