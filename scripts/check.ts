import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './server/project-root.ts';

interface Check {
  name: string;
  command: string;
  args: string[];
}

const linted = ['src', 'scripts', 'test', 'vitest.config.ts', 'oxlint.config.ts'];

const checks: Check[] = [
  { name: 'format', command: 'biome', args: ['format', '.'] },
  { name: 'types', command: 'tsc', args: ['-b'] },
  { name: 'unused code', command: 'knip', args: [] },
  {
    name: 'lint and import rules',
    command: 'oxlint',
    args: linted.filter((path) => existsSync(join(projectRoot, path))),
  },
];

/** Runs one check; gives what it printed, or undefined where it found nothing. */
function run({ command, args }: Check): Promise<string | undefined> {
  const child = spawn(join(projectRoot, 'node_modules', '.bin', command), args, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const output: string[] = [];
  child.stdout.on('data', (chunk) => output.push(String(chunk)));
  child.stderr.on('data', (chunk) => output.push(String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? undefined : output.join('').trimEnd()));
  });
}

const findings = await Promise.all(
  checks.map(async (check) => {
    const found = await run(check);
    console.log(`${check.name}: ${found === undefined ? 'ok' : `failed\n${found}\n`}`);
    return found;
  }),
);
if (findings.some((found) => found !== undefined)) process.exitCode = 1;
