import { Link } from './link.ts';

const TRANSACTION_ID = /"transactionId":(-?\d+)/;

/** What it charges in a session: little enough for the moment that a session takes here. */
const SESSION_WH = 1;

/** A charger that sends one of three loads, as fast as it is answered. */
export class LoadedCharger {
  readonly chargeBoxId: string;
  private readonly link: Link;
  private meterWh = 1_000;
  private transactionId = 0;

  private constructor(chargeBoxId: string, link: Link) {
    this.chargeBoxId = chargeBoxId;
    this.link = link;
  }

  /** Connects, boots, and has its connector ready. */
  static async connect(chargeBoxId: string, url: string, times: number[]): Promise<LoadedCharger> {
    const charger = new LoadedCharger(chargeBoxId, await Link.connect(url, times));
    await charger.link.call(
      'BootNotification',
      '{"chargePointVendor":"Bench","chargePointModel":"One","firmwareVersion":"1.0"}',
    );
    await charger.report('Available');
    return charger;
  }

  async heartbeat(): Promise<void> {
    await this.link.call('Heartbeat', '{}');
  }

  /** Energy, power and state of charge, as most chargers send them. */
  async meterValues(): Promise<void> {
    await this.link.call(
      'MeterValues',
      `{"connectorId":1,"transactionId":${this.transactionId},"meterValue":[{"timestamp":"${now()}","sampledValue":[` +
        `{"value":"${this.meterWh}","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"},` +
        '{"value":"7400","context":"Sample.Periodic","measurand":"Power.Active.Import","unit":"W"},' +
        '{"value":"55","context":"Sample.Periodic","measurand":"SoC","unit":"Percent"}]}]}',
    );
  }

  /** Eight messages: a tag, a start, a stop, and the five changes of status that go with them. */
  async session(): Promise<void> {
    await this.link.call('Authorize', `{"idTag":"${this.idTag}"}`);
    await this.report('Preparing');
    await this.start();
    await this.report('Charging');
    await this.report('SuspendedEV');
    await this.stop();
    await this.report('Finishing');
    await this.report('Available');
  }

  async start(): Promise<void> {
    const answer = await this.link.call(
      'StartTransaction',
      `{"connectorId":1,"idTag":"${this.idTag}","meterStart":${this.meterWh},"timestamp":"${now()}"}`,
    );
    this.transactionId = Number(TRANSACTION_ID.exec(answer)?.[1]);
  }

  async stop(): Promise<void> {
    this.meterWh += SESSION_WH;
    await this.link.call(
      'StopTransaction',
      `{"transactionId":${this.transactionId},"idTag":"${this.idTag}","meterStop":${this.meterWh},` +
        `"timestamp":"${now()}","reason":"Local"}`,
    );
  }

  close(): Promise<void> {
    return this.link.close();
  }

  private async report(status: string): Promise<void> {
    await this.link.call(
      'StatusNotification',
      `{"connectorId":1,"errorCode":"NoError","status":"${status}","timestamp":"${now()}"}`,
    );
  }

  private get idTag(): string {
    return idTagOf(this.chargeBoxId);
  }
}

/** Each charger has its own. */
export function idTagOf(chargeBoxId: string): string {
  return `TAG-${chargeBoxId}`;
}

function now(): string {
  return new Date().toISOString();
}
