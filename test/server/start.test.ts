import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { projectRoot } from '../../scripts/server/project-root.ts';
import { RestClient } from '../support/rest-client.ts';

const LocalFile = z.strictObject({ url: z.string(), apiKey: z.string(), adminToken: z.string() });

let dataFolder: string;
let children: ChildProcess[];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'capacitor-start-'));
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(dataFolder, { recursive: true, force: true });
});

function runStart(environment: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts', 'start.ts')], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CAPACITOR_DATA: dataFolder, CAPACITOR_DEMO: '0', PORT: '0', ...environment },
  });
  children.push(child);
  const chunks: string[] = [];
  child.stdout?.on('data', (chunk) => chunks.push(String(chunk)));
  child.stderr?.on('data', (chunk) => chunks.push(String(chunk)));
  return { child, output: () => chunks.join('') };
}

/** Starts it and waits until it serves. */
async function serving(environment: Record<string, string> = {}) {
  const { child, output } = runStart(environment);
  await expect.poll(output, { timeout: 15_000, interval: 50 }).toContain('Capacitor serves at');
  return { child, local: LocalFile.parse(JSON.parse(await readFile(localPath(), 'utf8'))) };
}

function localPath(): string {
  return join(dataFolder, 'local.json');
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

describe('npm start', () => {
  test('writes a working key where only this user reads it, ends with code 0, and keeps the key', async () => {
    const first = await serving();
    expect((await stat(localPath())).mode & 0o777).toBe(0o600);
    expect((await new RestClient(first.local.url, first.local.apiKey).get('/chargers')).status).toBe(200);
    first.child.kill('SIGINT');
    first.child.kill('SIGINT');
    expect(await exitCode(first.child)).toBe(0);
    await expect(stat(localPath())).rejects.toThrow('ENOENT');

    const second = await serving();
    expect(second.local.apiKey).toBe(first.local.apiKey);
    expect(second.local.adminToken).toBe(first.local.adminToken);
    second.child.kill('SIGTERM');
    expect(await exitCode(second.child)).toBe(0);
  });

  test('leaves nothing on its port when it is killed', async () => {
    const { child, local } = await serving();
    child.kill('SIGKILL');
    await exitCode(child);
    const { port } = new URL(local.url);
    const again = await serving({ PORT: port });
    expect(again.local).toEqual(local);
  });

  test('says in one line that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { child, output } = runStart({ PORT: String(port) });
    expect(await exitCode(child)).toBe(1);
    expect(output()).toMatch(new RegExp(`^Port ${port} is in use\\..*\\n$`));
    other.close();
  });

  test('says in one line that its folder cannot be used', async () => {
    const file = join(dataFolder, 'file');
    await writeFile(file, '');
    const { child, output } = runStart({ CAPACITOR_DATA: join(file, 'below') });
    expect(await exitCode(child)).toBe(1);
    expect(output()).toMatch(/^.* cannot be written to .*\n$/);
  });
});
