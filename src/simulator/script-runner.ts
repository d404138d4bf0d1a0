import { assertNever } from '../lib/assert-never.ts';
import { failure, type Result, success } from '../lib/result.ts';
import type { MessageDefinition } from '../ocpp/message.ts';
import { isIncomingAction, messages } from '../ocpp/v16/messages/index.ts';
import type { SimulatedCharger } from './charger.ts';
import type { Clock } from './clock.ts';
import type { ChargerEvent } from './events.ts';
import type { Battery } from './power-curve.ts';
import type { Step } from './script.ts';

export interface ScriptPorts {
  charger: SimulatedCharger;
  clock: Clock;
  /** The vehicle and the card that a step means when it names none. */
  vehicle: Battery | null;
  idTag: string;
}

/** Runs the steps one after the other. The exit code, or which step failed and how. */
export async function runScript(steps: readonly Step[], ports: ScriptPorts): Promise<Result<number, string>> {
  const { charger } = ports;
  const unseen: ChargerEvent[] = [];
  const end = charger.on('event', (event) => unseen.push(event));
  try {
    for (const [index, step] of steps.entries()) {
      if (step.step === 'exit') return success(step.code);
      const problem = await run(step, ports, unseen);
      if (problem !== null) return failure(`step ${index + 1}, ${step.step}: ${problem}`);
    }
    return success(0);
  } finally {
    end();
  }
}

/** Runs one step; null when it went well. */
async function run(
  step: Exclude<Step, { step: 'exit' }>,
  ports: ScriptPorts,
  unseen: ChargerEvent[],
): Promise<string | null> {
  const { charger, clock, vehicle } = ports;
  if ('connectorId' in step && step.connectorId !== 0 && charger.connector(step.connectorId) === undefined) {
    return `there is no connector ${step.connectorId}`;
  }
  switch (step.step) {
    case 'connect':
      await charger.connect();
      return null;
    case 'boot':
      if (charger.registration.status === 'Accepted') return null;
      return inTime(step.withinSeconds, (signal) => charger.waitFor('ready', () => true, signal));
    case 'plugIn':
      charger.plugIn(step.connectorId, vehicleOf(step, vehicle));
      return null;
    case 'unplug':
      charger.unplug(step.connectorId);
      return null;
    case 'tap':
      await charger.tap(step.connectorId, step.idTag ?? ports.idTag);
      return null;
    case 'stop':
      charger.stop(step.connectorId, step.reason);
      return null;
    case 'fault':
      charger.fault(step.connectorId, step.errorCode);
      return null;
    case 'recover':
      charger.recover(step.connectorId);
      return null;
    case 'goOffline':
      charger.goOffline();
      return null;
    case 'goOnline':
      charger.goOnline();
      return null;
    case 'dropSocket':
      charger.dropSocket();
      return null;
    case 'reboot':
      charger.reboot(step.reason);
      return null;
    case 'failInstall':
      charger.maintenance.firmware.failNextInstall(true);
      return null;
    case 'renewCertificate':
      await charger.maintenance.ownCertificate.request();
      return null;
    case 'securityEvent':
      charger.maintenance.security.report(step.type, step.techInfo);
      return null;
    case 'setMeter':
      charger.setMeterWh(step.connectorId, step.wh);
      return null;
    case 'wait':
      await new Promise<void>((resolve) => clock.schedule(step.seconds * 1000, resolve));
      return null;
    case 'call':
      return call(charger, step.action, step.request);
    case 'expectStatus':
      return expectStatus(charger, step);
    case 'expectPower':
      return expectPower(charger, step);
    case 'expect':
      return expectEvent(charger, step, unseen);
    case 'idle':
      return inTime(step.withinSeconds, () => charger.whenIdle());
    default:
      return assertNever(step);
  }
}

function vehicleOf(step: Extract<Step, { step: 'plugIn' }>, vehicle: Battery | null): Battery | null {
  if (step.soc === undefined && step.battery === undefined) return vehicle;
  return {
    socPercent: step.soc ?? vehicle?.socPercent ?? 20,
    capacityKwh: step.battery ?? vehicle?.capacityKwh ?? 60,
  };
}

async function call(charger: SimulatedCharger, action: string, request: unknown): Promise<string | null> {
  if (!isIncomingAction(action)) return `${action} is no action that a charger may call`;
  const message: MessageDefinition = messages[action];
  const read = message.request.safeParse(request);
  if (!read.success) return read.error.issues.map((issue) => issue.message).join(', ');
  const outcome = await charger.call(message, read.data);
  return outcome.kind === 'answered' ? null : JSON.stringify(outcome);
}

async function expectStatus(
  charger: SimulatedCharger,
  step: Extract<Step, { step: 'expectStatus' }>,
): Promise<string | null> {
  const current = () => charger.connector(step.connectorId)?.status;
  if (current() === step.status) return null;
  const isIt = (event: { connectorId: number; status: string }) =>
    event.connectorId === step.connectorId && event.status === step.status;
  const late = await inTime(step.withinSeconds, (signal) => charger.waitFor('status', isIt, signal));
  return late === null ? null : `the connector is ${current()} ${late}`;
}

/** A limit that comes into force is an event; power that falls by itself is not waited for. */
async function expectPower(
  charger: SimulatedCharger,
  step: Extract<Step, { step: 'expectPower' }>,
): Promise<string | null> {
  const current = () => Math.round(charger.connector(step.connectorId)?.read().powerW ?? 0);
  const isIt = () => Math.abs(current() - step.watts) <= 1;
  if (isIt()) return null;
  const late = await inTime(step.withinSeconds, (signal) => charger.waitFor('limitChanged', isIt, signal));
  return late === null || isIt() ? null : `the power is ${current()} W ${late}`;
}

async function expectEvent(
  charger: SimulatedCharger,
  step: Extract<Step, { step: 'expect' }>,
  unseen: ChargerEvent[],
): Promise<string | null> {
  const seek = () => unseen.findIndex((event) => event.type === step.event);
  if (seek() === -1) {
    const late = await inTime(step.withinSeconds, (signal) =>
      charger.waitFor(step.event, () => true, signal),
    );
    if (late !== null) return `no ${step.event} ${late}`;
  }
  unseen.splice(0, seek() + 1);
  return null;
}

/** Null when the wait ended in time. */
async function inTime(
  seconds: number,
  wait: (signal: AbortSignal) => Promise<unknown>,
): Promise<string | null> {
  const deadline = new AbortController();
  const late = `after ${seconds} s`;
  const timer = setTimeout(() => deadline.abort(late), seconds * 1000);
  const aborted = new Promise((resolve) => deadline.signal.addEventListener('abort', () => resolve(late)));
  try {
    const outcome = await Promise.race([
      wait(deadline.signal).then(
        () => null,
        () => late,
      ),
      aborted,
    ]);
    return outcome === null ? null : late;
  } finally {
    clearTimeout(timer);
  }
}
