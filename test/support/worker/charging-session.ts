import * as z from 'zod';
import type { connectScriptedCharger } from './scripted-charger.ts';
import { settle, type Site } from './charging-site.ts';
import type { startClock } from './test-clock.ts';

export type ScriptedCharger = Awaited<ReturnType<typeof connectScriptedCharger>>;
type Clock = ReturnType<typeof startClock>;

const Started = z.object({ transactionId: z.int() });

const now = () => new Date(Date.now()).toISOString();

export function bootOf(charger: ScriptedCharger) {
  return charger.call('BootNotification', { chargePointVendor: 'ABB', chargePointModel: 'Terra AC' });
}

export function reportStatus(charger: ScriptedCharger, status: string, connectorId = 1) {
  return charger.call('StatusNotification', { connectorId, status, errorCode: 'NoError', timestamp: now() });
}

/** StartTransaction; the number that the charger was given. */
export async function start(
  charger: ScriptedCharger,
  idTag: string,
  meterStart = 0,
  connectorId = 1,
): Promise<number> {
  const request = { connectorId, idTag, meterStart, timestamp: now() };
  return Started.parse(await charger.call('StartTransaction', request)).transactionId;
}

export function stop(charger: ScriptedCharger, transactionId: number, meterStop: number) {
  return charger.call('StopTransaction', { transactionId, meterStop, timestamp: now(), reason: 'Local' });
}

/** MeterValues of three measurands. */
export function meter(charger: ScriptedCharger, transactionId: number, registerWh: number, connectorId = 1) {
  return charger.call('MeterValues', {
    connectorId,
    transactionId,
    meterValue: [
      {
        timestamp: now(),
        sampledValue: [
          { value: String(registerWh), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
          { value: '7200', measurand: 'Power.Active.Import', unit: 'W' },
          { value: '31.3', measurand: 'Current.Import', unit: 'A', phase: 'L1' },
        ],
      },
    ],
  });
}

interface Session {
  site: Site;
  charger: ScriptedCharger;
  clock: Clock;
  idTag: string;
  meterStart: number;
  /** What comes between the cable and StartTransaction: the driver's card, or an operator's remote start. */
  begin: () => Promise<unknown>;
  /** Called once a minute while it charges. */
  everyMinute?: (transactionId: number, minute: number) => Promise<void>;
}

/** Two hours at 7.2 kW, with five changes of status; each step waits as a real one does. */
export async function chargeForTwoHours(session: Session): Promise<void> {
  const { site, charger, clock, idTag, meterStart, begin, everyMinute } = session;
  const pause = async (seconds: number) => {
    await settle(site);
    await clock.moveTo(Date.now() + 1_000 * seconds);
  };
  await reportStatus(charger, 'Preparing');
  await pause(8);
  await begin();
  await pause(2);
  const transactionId = await start(charger, idTag, meterStart);
  await pause(2);
  await reportStatus(charger, 'Charging');
  await settle(site);
  for (let minute = 20; minute <= 120; minute += 20) {
    if (everyMinute === undefined) await clock.moveTo(Date.now() + 20 * 60_000);
    else await minuteByMinute(clock, minute - 20, (at) => everyMinute(transactionId, at));
    if (minute === 100) await reportStatus(charger, 'SuspendedEV');
    await settle(site);
  }
  await stop(charger, transactionId, meterStart + 12_000);
  await pause(2);
  await reportStatus(charger, 'Finishing');
  await pause(300);
  await reportStatus(charger, 'Available');
  await pause(300);
}

async function minuteByMinute(clock: Clock, from: number, work: (minute: number) => Promise<void>) {
  for (let minute = from + 1; minute <= from + 20; minute += 1) {
    await clock.moveTo(Date.now() + 60_000);
    await work(minute);
  }
}
