import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { quietWrangler } from '../server/bundle.ts';
import { projectRoot } from '../server/project-root.ts';

/** What a wrangler command came to; `output` is all it wrote, on both streams. */
export interface WranglerResult {
  isGood: boolean;
  output: string;
}

/** Runs wrangler silently, for its answer. */
export function askWrangler(...args: string[]): Promise<WranglerResult> {
  return run(args, false);
}

/** Runs wrangler in front of the user, who can answer its questions. Throws where it fails. */
export async function runWrangler(...args: string[]): Promise<void> {
  const { isGood } = await run(args, true);
  if (!isGood) throw new Error(`wrangler ${args.slice(0, 3).join(' ')} did not succeed.`);
}

function run(args: string[], isShown: boolean): Promise<WranglerResult> {
  const wrangler = join(projectRoot, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const child = spawn(process.execPath, [wrangler, ...args], {
    cwd: projectRoot,
    stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...quietWrangler, ...(!isShown && { FORCE_COLOR: '0' }) },
  });
  process.once('SIGTERM', () => child.kill('SIGTERM'));
  const output: string[] = [];
  child.stdout?.on('data', (chunk) => output.push(String(chunk)));
  child.stderr?.on('data', (chunk) => output.push(String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ isGood: code === 0, output: output.join('') }));
  });
}
