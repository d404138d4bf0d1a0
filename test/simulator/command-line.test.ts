import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { useTestbed } from './testbed.ts';

const MAIN = new URL('../../src/simulator/main.ts', import.meta.url).pathname;
/** A Node process must start first, on a machine that may be busy. */
const PATIENCE_MS = 30_000;

const testbed = useTestbed();
const children: ChildProcessWithoutNullStreams[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});

function simulate(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, '--url', testbed().server.url, ...args]);
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const watcher of watchers) watcher();
    });
  }
  const watchers = new Set<() => void>();
  return {
    press: (keys: string) => child.stdin.write(keys),
    /** Resolves once the simulator has printed a text. */
    printed: (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (output.includes(text)) resolve();
        };
        watchers.add(look);
        look();
      }),
    ended: once(child, 'close').then(([code]) => ({ code, output })),
  };
}

test(
  'obeys keys that a parent process writes: plug in, tap, stop, unplug, quit',
  async () => {
    const { server } = testbed();
    const simulator = simulate('--connectors', '2', '--id-tag', 'CARD-007');
    await simulator.printed('CP-OFFICE-01  Ready: connector 1 Available, connector 2 Available');
    simulator.press('2p');
    await server.told(2, 'Preparing');
    simulator.press('t');
    expect(await server.received('StartTransaction')).toMatchObject({ connectorId: 2, idTag: 'CARD-007' });
    await server.told(2, 'Charging');
    simulator.press('s');
    expect(await server.received('StopTransaction')).toMatchObject({ reason: 'Local' });
    await server.told(2, 'Finishing');
    simulator.press('u');
    await server.told(2, 'Available');
    simulator.press('f');
    await server.told(2, 'Faulted');
    simulator.press('q');
    const { code, output } = await simulator.ended;
    expect(code).toBe(0);
    expect(output).toMatch(/^Keys: /);
    expect(output).toContain('Transaction 1001 ended: Local');
  },
  PATIENCE_MS,
);

test(
  'the other card is refused at a reserved connector, and l lists what the charger holds',
  async () => {
    const { server } = testbed();
    const simulator = simulate('--id-tag', 'OWN', '--other-id-tag', 'OTHER');
    await simulator.printed('Ready');
    const expiryDate = new Date(Date.now() + 3_600_000).toISOString();
    const reservation = { reservationId: 5, connectorId: 1, idTag: 'OWN', expiryDate };
    await server.command('CP-OFFICE-01', 'ReserveNow', reservation);
    await simulator.printed('Reservation 5 keeps connector 1 for OWN');
    simulator.press('ply');
    await simulator.printed(`Reservation 5 on connector 1 for OWN until ${expiryDate}`);
    await simulator.printed('Card OTHER refused by the charger');
    simulator.press('t');
    await server.told(1, 'Charging');
    await simulator.printed('Reservation 5 used by a transaction');
    expect(server.paramsOf('StartTransaction')).toMatchObject([{ idTag: 'OWN', reservationId: 5 }]);
    simulator.press('q');
    await simulator.ended;
  },
  PATIENCE_MS,
);

test(
  'plugs in by itself, with --count many chargers, told as JSON',
  async () => {
    const { server } = testbed();
    const simulator = simulate(
      '--id',
      'CP',
      '--count',
      '3',
      '--stagger',
      '1',
      '--plug-in-after',
      '1',
      '--speed',
      '100',
      '--json',
    );
    await server.until(() =>
      server.calls.filter(({ params }) => JSON.stringify(params).includes('Preparing')).length === 3
        ? true
        : undefined,
    );
    simulator.press('q');
    const { output } = await simulator.ended;
    const events = output
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(events).toContainEqual(
      expect.objectContaining({ charger: 'CP-2', type: 'status', status: 'Preparing' }),
    );
  },
  PATIENCE_MS,
);

test(
  'runs a script on a fast clock and exits with its code',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    const path = join(folder, 'session.js');
    const steps = [
      { step: 'connect' },
      { step: 'plugIn' },
      { step: 'tap' },
      { step: 'expectStatus', status: 'Charging' },
      { step: 'wait', seconds: 4500 },
      { step: 'stop' },
      { step: 'expect', event: 'stopConfirmed' },
      { step: 'exit', code: 4 },
    ];
    await writeFile(path, `export default ${JSON.stringify(steps)};`);
    const { code, output } = await simulate('--script', path, '--speed', '90000').ended;
    await rm(folder, { recursive: true });
    expect({ code, output }).toMatchObject({ code: 4 });
    const [stop] = testbed().server.paramsOf('StopTransaction');
    expect(stop).toMatchObject({ reason: 'Local' });
  },
  PATIENCE_MS,
);

test(
  'says in one line what is wrong with an option or a script',
  async () => {
    expect(await simulate('--speed', 'fast').ended).toMatchObject({
      code: 2,
      output: expect.stringContaining('--speed wants'),
    });
    expect(await simulate('--script', '/nowhere.json').ended).toMatchObject({ code: 2 });
  },
  PATIENCE_MS,
);
