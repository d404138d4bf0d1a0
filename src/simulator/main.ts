import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import * as z from 'zod';

import { failure, type Result } from '../lib/result.ts';
import { SimulatedCharger } from './charger.ts';
import { type Clock, createRunningClock } from './clock.ts';
import { describeCharger } from './describe-charger.ts';
import { describeEvent, isProblem } from './describe-event.ts';
import type { ChargerEvent } from './events.ts';
import { HELP, KEYS_LINE } from './help.ts';
import { meaningOf, press } from './keys.ts';
import { type Options, parseOptions } from './options.ts';
import { parseScript, type Step } from './script.ts';
import { runScript } from './script-runner.ts';

const parsed = parseOptions(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.error}\nSee npm run simulate -- --help\n`);
  process.exitCode = 2;
} else if (parsed.value === 'help') {
  process.stdout.write(HELP);
} else {
  await simulate(parsed.value);
}

async function simulate(options: Options): Promise<void> {
  const clock = createRunningClock({
    speed: options.speed,
    ...(options.clockStartMs === null ? {} : { startMs: options.clockStartMs }),
  });
  const script = options.scriptPath === null ? null : await readScript(options.scriptPath);
  if (script !== null && !script.ok) {
    process.stderr.write(`${options.scriptPath}: ${script.error}\n`);
    process.exitCode = 2;
    return;
  }
  const chargers = options.identities.map((identity) => createCharger(identity, options, clock));
  const quit = (code: number) => quitWith(code, chargers);
  process.once('SIGINT', () => quit(0));
  process.once('SIGTERM', () => quit(0));
  // Whoever read the output is gone: nobody is left to charge for.
  process.stdout.on('error', () => quit(0));
  listenToKeys(chargers, options, quit);

  if (script === null) await startAll(chargers, options, clock);
  else quit(await runAll(script.value, chargers, options, clock));
}

function createCharger(identity: string, options: Options, clock: Clock): SimulatedCharger {
  const charger = new SimulatedCharger({
    url: options.url,
    identity,
    ...(options.password === null ? {} : { password: options.password }),
    connectorCount: options.connectorCount,
    powerW: options.powerW,
    wiring: { phases: options.phases, voltageV: options.voltageV },
    meterStartWh: options.meterStartWh,
    vehicle: options.vehicle,
    boot: {
      chargePointVendor: options.vendor,
      chargePointModel: options.model,
      firmwareVersion: options.firmware,
      chargePointSerialNumber: options.serial ?? identity.slice(0, 25),
    },
    configuration: options.configuration,
    hasFixedCable: options.hasFixedCable,
    uploadMethod: options.uploadMethod,
    installMs: options.installSeconds * 1000,
    hashAlgorithm: options.hashAlgorithm,
    clock,
    dialUntilRegistered: options.isDialledUntilRegistered,
  });
  charger.on('event', (event) => print(event, identity, options, clock));
  if (options.isInstallToFail) charger.maintenance.firmware.failNextInstall(true);
  return charger;
}

function print(event: ChargerEvent, charger: string, options: Options, clock: Clock): void {
  const at = new Date(clock.now()).toISOString();
  if (options.output === 'json') {
    process.stdout.write(`${JSON.stringify({ at, charger, ...event })}\n`);
    return;
  }
  if (options.output === 'problems' && !isProblem(event)) return;
  const line = describeEvent(event);
  if (line !== null) process.stdout.write(`${at.slice(11, 19)}  ${charger}  ${line}\n`);
}

async function startAll(
  chargers: readonly SimulatedCharger[],
  options: Options,
  clock: Clock,
): Promise<void> {
  if (options.output === 'lines') process.stdout.write(`${KEYS_LINE}\n`);
  for (const charger of chargers) {
    void charger.connect().then(() => {
      if (options.plugInAfterSeconds === null) return;
      clock.schedule(options.plugInAfterSeconds * 1000, () => charger.plugIn(1));
    });
    if (charger !== chargers.at(-1)) await new Promise((next) => setTimeout(next, options.staggerMs));
  }
}

async function runAll(
  steps: readonly Step[],
  chargers: readonly SimulatedCharger[],
  options: Options,
  clock: Clock,
): Promise<number> {
  const { vehicle, idTag } = options;
  const outcomes = await Promise.all(
    chargers.map(async (charger) => {
      const outcome = await runScript(steps, { charger, clock, vehicle, idTag });
      if (!outcome.ok) process.stderr.write(`${charger.identity}: ${outcome.error}\n`);
      return outcome.ok ? outcome.value : 1;
    }),
  );
  return Math.max(...outcomes);
}

/** A script file: JSON, or a module whose default export is the list. */
async function readScript(path: string): Promise<Result<Step[], string>> {
  try {
    if (extname(path) === '.json') return parseScript(JSON.parse(await readFile(path, 'utf8')));
    const module: unknown = await import(pathToFileURL(resolve(path)).href);
    return parseScript(z.object({ default: z.unknown() }).parse(module).default);
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

function listenToKeys(
  chargers: readonly SimulatedCharger[],
  options: Options,
  quit: (code: number) => void,
): void {
  const { stdin } = process;
  let connectorId = 1;
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.on('data', (text: string) => {
    for (const character of text) {
      const meaning = meaningOf(character);
      if (meaning === null) continue;
      if (meaning.action === 'quit') quit(0);
      else if (meaning.action === 'help') process.stdout.write(HELP);
      else if (meaning.action === 'choose') connectorId = meaning.connectorId;
      else if (meaning.action === 'show') chargers.forEach(show);
      else for (const charger of chargers) press(charger, meaning.action, connectorId, options);
    }
  });
}

function show(charger: SimulatedCharger): void {
  process.stdout.write(
    describeCharger(charger)
      .map((line) => `${charger.identity}  ${line}\n`)
      .join(''),
  );
}

function quitWith(code: number, chargers: readonly SimulatedCharger[]): void {
  process.exitCode = code;
  for (const charger of chargers) charger.close();
  if (process.stdin.isTTY) process.stdin.setRawMode(false);
  process.stdin.pause();
  // Sockets close by themselves; a server that does not answer the closing keeps nobody.
  setTimeout(() => process.exit(code), 500).unref();
}
