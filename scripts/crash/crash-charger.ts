import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { Dice } from './dice.ts';
import { RetryingLink } from './retrying-link.ts';
import type { Told, ToldSession } from './told.ts';

interface CrashChargerOptions {
  chargeBoxId: string;
  chargerId: string;
  idTag: string;
  seed: number;
  /** Which of the fleet. */
  index: number;
  /** Where the server is; null while it is down. */
  url: () => string | null;
}

const CONNECTORS = [1, 2];
const LONGEST_STEP_MS = 60;
const Started = z.object({ transactionId: z.int().positive() });
const Booted = z.object({ status: z.literal('Accepted') });

/**
 * Its clock runs ahead of ours by a step for each message, from some days ago: a session of a second is one of half an
 * hour by it, and what its meter counts is what a connector can give.
 */
const CLOCK_BEGINS_MS_AGO = 10 * 86_400_000;
const CLOCK_STEP_MS = 60_000;
const MOST_WH_A_STEP = 180;

/** A charger of two connectors that runs session after session, and keeps account of what it told. */
export class CrashCharger {
  readonly told: Told;
  private readonly options: CrashChargerOptions;
  private readonly dice: Dice;
  private readonly link: RetryingLink;
  private clock = Date.now() - CLOCK_BEGINS_MS_AGO;
  private hasConnected = false;
  private isEnding = false;

  constructor(options: CrashChargerOptions) {
    const { chargeBoxId, chargerId, seed, index, url } = options;
    this.options = options;
    this.dice = new Dice(seed, 'charger', index);
    this.told = {
      chargeBoxId,
      chargerId,
      sessions: [],
      statuses: [],
      boots: { sent: 0, acknowledged: 0 },
      complaints: [],
    };
    this.link = new RetryingLink({
      chargeBoxId,
      url,
      dice: new Dice(seed, 'link', index),
      renewsIds: index % 2 === 1,
      onConnected: () => this.bootNowAndThen(),
      onComplaint: (complaint) => this.told.complaints.push(complaint),
    });
  }

  get counts(): Readonly<RetryingLink['counts']> {
    return this.link.counts;
  }

  /** The call that it waits for; null when nothing is unanswered. */
  get waitsFor(): string | null {
    return this.link.waitsFor();
  }

  /** Runs until `finish`; resolves when the last session has ended and everything was acknowledged. */
  async run(): Promise<void> {
    this.link.open();
    await Promise.all(CONNECTORS.map((connectorId) => this.runConnector(connectorId)));
    this.link.close();
  }

  /** Begins no further session. */
  finish(): void {
    this.isEnding = true;
  }

  /** Falls silent where it is and never comes back. */
  vanish(): void {
    this.link.close();
  }

  private async runConnector(connectorId: number): Promise<void> {
    let registerWh = 1_000 * this.dice.between(1, 500);
    await this.report(connectorId, 'Available');
    while (!this.isEnding) registerWh = await this.runSession(connectorId, registerWh);
  }

  /** Gives the meter's reading at its end. */
  private async runSession(connectorId: number, meterStart: number): Promise<number> {
    const { idTag } = this.options;
    await this.report(connectorId, 'Preparing');
    if (this.dice.chance(0.7)) await this.link.call('Authorize', { idTag });
    const startedAt = this.tick();
    const session: ToldSession = {
      connectorId,
      idTag,
      meterStart,
      startedAt,
      ocppTransactionId: null,
      samples: [],
      stop: null,
    };
    this.told.sessions.push(session);
    const started = await this.link.call('StartTransaction', {
      connectorId,
      idTag,
      meterStart,
      timestamp: startedAt,
    });
    const { transactionId } = Started.parse(started);
    session.ocppTransactionId = transactionId;
    await this.report(connectorId, 'Charging');
    let registerWh = meterStart;
    for (let left = this.dice.between(2, 8); left > 0; left -= 1) {
      await this.pause();
      registerWh += this.dice.between(0, MOST_WH_A_STEP);
      this.sample(session, transactionId, registerWh);
      if (this.dice.chance(0.03)) this.link.drop();
    }
    if (this.dice.chance(0.3)) await this.report(connectorId, 'SuspendedEV');
    const stop = { at: this.tick(), meterStop: registerWh, isAcknowledged: false };
    session.stop = stop;
    await this.link.call('StopTransaction', {
      transactionId,
      meterStop: stop.meterStop,
      timestamp: stop.at,
      reason: 'Local',
    });
    stop.isAcknowledged = true;
    await this.report(connectorId, 'Finishing');
    await this.pause();
    await this.report(connectorId, 'Available');
    return registerWh;
  }

  /** Not waited for: it queues, and is sent again as often as it takes. */
  private sample(session: ToldSession, transactionId: number, registerWh: number): void {
    const sample = { at: this.tick(), registerWh, isAcknowledged: false };
    session.samples.push(sample);
    const sampledValue = [
      { value: String(registerWh), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
    ];
    const meterValue = [{ timestamp: sample.at, sampledValue }];
    void this.link
      .call('MeterValues', { connectorId: session.connectorId, transactionId, meterValue })
      .then(() => {
        sample.isAcknowledged = true;
      });
  }

  private async report(connectorId: number, status: string): Promise<void> {
    const told = { connectorId, status, at: this.tick(), isAcknowledged: false };
    this.told.statuses.push(told);
    await this.link.call('StatusNotification', {
      connectorId,
      status,
      errorCode: 'NoError',
      timestamp: told.at,
    });
    told.isAcknowledged = true;
  }

  /** At its first connection, and after some of the later ones: it may have lost its power too. */
  private bootNowAndThen(): void {
    if (this.hasConnected && !this.dice.chance(0.2)) return;
    this.hasConnected = true;
    const { boots } = this.told;
    boots.sent += 1;
    const boot = { chargePointVendor: 'Capacitor', chargePointModel: 'Crash' };
    void this.link.call('BootNotification', boot, { isUrgent: true }).then((confirmation) => {
      boots.acknowledged += 1;
      if (!Booted.safeParse(confirmation).success) {
        this.told.complaints.push(`its boot was answered with ${JSON.stringify(confirmation)}`);
      }
    });
  }

  private tick(): string {
    this.clock += CLOCK_STEP_MS;
    return new Date(this.clock).toISOString();
  }

  private async pause(): Promise<void> {
    await wait(this.dice.between(1, LONGEST_STEP_MS));
  }
}
