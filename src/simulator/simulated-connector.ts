import { formatTimestamp } from '../ocpp/timestamp.ts';
import type { StopReason } from '../ocpp/v16/messages/core/stop-transaction.ts';
import type { ChargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import type { ChargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';
import type { ReadingContext } from '../ocpp/v16/types/sampled-value.ts';
import type { Cancel } from './clock.ts';
import { flagOf, measurandsOf, numberOf } from './configuration.ts';
import type { ConnectorOptions, ConnectorPorts, Grant, RunningTransaction } from './connector-ports.ts';
import {
  afterTransaction,
  changeAvailability,
  type ConnectorState,
  IDLE_CONNECTOR,
  isDelivering,
  isUsable,
  statusOf,
  type TransactionActivity,
} from './connector-state.ts';
import { type Reading, toMeterValue, type Wiring } from './meter-values.ts';
import { type Offer, Outlet } from './outlet.ts';
import type { Battery } from './power-curve.ts';
import { transactionDataOf } from './transaction-data.ts';
import type { StartConfirmation } from './transaction-messages.ts';

/** One connector: its cable, its meter and the transaction at it. Everything it does follows from calls and its clock. */
export class SimulatedConnector {
  readonly id: number;
  readonly #ports: ConnectorPorts;
  readonly #wiring: Wiring;
  readonly #outlet: Outlet;
  #state: ConnectorState = IDLE_CONNECTOR;
  #offer: Offer | null = null;
  #grant: Grant | null = null;
  #transaction: RunningTransaction | null = null;
  #lastTold = '';
  #statusSinceMs: number;
  #cancelSampling: Cancel | undefined;
  #cancelFullTimer: Cancel | undefined;
  #cancelGrantTimer: Cancel | undefined;

  constructor(options: ConnectorOptions, ports: ConnectorPorts) {
    this.id = options.id;
    this.#ports = ports;
    this.#wiring = options.wiring;
    this.#outlet = new Outlet({ ...options, clock: ports.clock });
    this.#statusSinceMs = ports.clock.now();
    this.#lastTold = this.#told();
  }

  get state(): ConnectorState {
    return this.#state;
  }

  get status(): ChargePointStatus {
    return statusOf(this.#state);
  }

  get errorCode(): ChargePointErrorCode {
    return this.#state.fault ?? 'NoError';
  }

  /** When the status became what it is, in milliseconds since 1970. */
  get statusSinceMs(): number {
    return this.#statusSinceMs;
  }

  get transaction(): Readonly<RunningTransaction> | null {
    return this.#transaction;
  }

  /** A vehicle comes to the cable; `battery` null is one that takes all it is offered, for ever. */
  plugIn(battery: Battery | null): void {
    if (this.#state.isPluggedIn) return;
    this.#outlet.connectVehicle(battery);
    this.#enter({ ...this.#state, isPluggedIn: true, isFinished: false });
    if (this.#transaction !== null) this.#resume();
    else if (this.#grant !== null && isUsable(this.#state)) this.#begin(this.#grant);
  }

  /** The vehicle leaves; a transaction ends with it where StopTransactionOnEVSideDisconnect says so. */
  unplug(): void {
    if (!this.#state.isPluggedIn) return;
    if (
      this.#transaction !== null &&
      flagOf(this.#ports.configuration(), 'StopTransactionOnEVSideDisconnect')
    ) {
      this.stop('EVDisconnected');
    }
    this.#outlet.connectVehicle(null);
    const unplugged = { ...this.#state, isPluggedIn: false, isFinished: false };
    this.#enter(this.#transaction === null ? unplugged : { ...unplugged, transaction: 'cableOut' });
  }

  /** Lets somebody charge: at once with the cable in, else as soon as it is, for ConnectionTimeOut. */
  admit(grant: Grant): void {
    if (this.#transaction !== null || !isUsable(this.#state)) return;
    if (this.#state.isPluggedIn) {
      this.#begin(grant);
      return;
    }
    this.#grant = grant;
    this.#enter({ ...this.#state, isAwaitingCable: true });
    this.#cancelGrantTimer?.();
    const waitMs = numberOf(this.#ports.configuration(), 'ConnectionTimeOut') * 1000;
    this.#cancelGrantTimer = this.#ports.clock.schedule(waitMs, () => this.forgetGrant());
  }

  forgetGrant(): void {
    this.#cancelGrantTimer?.();
    this.#grant = null;
    this.#enter({ ...this.#state, isAwaitingCable: false });
  }

  /** Ends the transaction, if one runs. `idTag` is the card that ended it. */
  stop(reason: StopReason, idTag?: string): void {
    const transaction = this.#transaction;
    if (transaction === null) return;
    const end = this.read();
    this.#transaction = null;
    this.#cancelSampling?.();
    const transactionData = transactionDataOf(transaction, end, this.#ports.configuration(), this.#wiring);
    const meterStop = Math.round(end.energyWh);
    this.#ports.messages.stop(
      transaction,
      {
        ...(idTag === undefined ? {} : { idTag }),
        meterStop,
        timestamp: formatTimestamp(end.atMs),
        reason,
        ...(transactionData.length === 0 ? {} : { transactionData }),
      },
      (transactionId, { idTagInfo }) => {
        if (idTag !== undefined && idTagInfo !== undefined) this.#ports.tagJudged(idTag, idTagInfo);
        this.#ports.emit({ type: 'stopConfirmed', connectorId: this.id, transactionId });
      },
    );
    this.#ports.emit({
      type: 'transactionStopped',
      connectorId: this.id,
      transactionId: transaction.transactionId,
      meterStop,
      energyWh: meterStop - Math.round(transaction.begin.energyWh),
      reason,
    });
    this.#enter(afterTransaction(this.#state));
    this.#ports.transactionEnded(this.id);
  }

  /** A defect stops the energy, not the transaction; null: the defect is gone. */
  setFault(fault: ChargePointErrorCode | null): void {
    this.#enter({ ...this.#state, fault });
  }

  /** It is kept for somebody, or no longer. */
  setReserved(isReserved: boolean): void {
    if (isReserved !== this.#state.isReserved) this.#enter({ ...this.#state, isReserved });
  }

  /** What it may give from now on; null: all it can. */
  setOffer(offer: Offer | null): void {
    if (offer?.watts === this.#offer?.watts && offer?.phases === this.#offer?.phases) return;
    this.#offer = offer;
    this.#outlet.limit(offer);
    this.#enter({ ...this.#state, isCurtailed: offer !== null && offer.watts <= 0 });
    this.#ports.emit({ type: 'limitChanged', connectorId: this.id, limitW: offer?.watts ?? null });
  }

  /** What it may give, in W over all phases; null: all it can. */
  get limitW(): number | null {
    return this.#offer?.watts ?? null;
  }

  /** Out of use while new firmware is installed; a running transaction goes on to its end (OCPP 1.6 5.19). */
  setUpdating(isUpdating: boolean): void {
    this.#enter({ ...this.#state, isUpdating });
  }

  changeAvailability(wanted: 'Operative' | 'Inoperative'): 'Accepted' | 'Scheduled' {
    const { state, outcome } = changeAvailability(this.#state, wanted);
    this.#enter(state);
    // Who identified before it went out of use has to do it again.
    if (!isUsable(state) && state.isAwaitingCable) this.forgetGrant();
    return outcome;
  }

  /** Puts the register at a reading, as if that much had flowed. */
  setMeterWh(registerWh: number): void {
    this.#outlet.setRegisterWh(registerWh);
  }

  read(): Reading {
    return this.#outlet.read();
  }

  /** Sends what the meter says now. */
  sendMeterValues(context: ReadingContext): void {
    const list = context === 'Sample.Clock' ? 'MeterValuesAlignedData' : 'MeterValuesSampledData';
    const reading = this.read();
    if (context === 'Sample.Clock') this.#transaction?.aligned.push(reading);
    const wanted = measurandsOf(this.#ports.configuration(), list);
    const meterValue = toMeterValue(reading, wanted, context, this.#wiring);
    if (meterValue === undefined) return;
    this.#ports.messages.meterValues(this.#transaction, { connectorId: this.id, meterValue: [meterValue] });
    const { energyWh, powerW, socPercent } = reading;
    this.#ports.emit({ type: 'meterRead', connectorId: this.id, energyWh, powerW, socPercent });
  }

  /** Samples at MeterValueSampleInterval from now on; call it when that key changes. */
  restartSampling(): void {
    this.#cancelSampling?.();
    const intervalMs = numberOf(this.#ports.configuration(), 'MeterValueSampleInterval') * 1000;
    if (this.#transaction === null || intervalMs === 0) return;
    this.#cancelSampling = this.#ports.clock.schedule(intervalMs, () => {
      this.sendMeterValues('Sample.Periodic');
      this.restartSampling();
    });
  }

  #begin(grant: Grant): void {
    this.#cancelGrantTimer?.();
    this.#grant = null;
    const reservationId = this.#ports.useReservation(grant, this.id);
    const begin = this.read();
    const transaction: RunningTransaction = { ...grant, transactionId: null, begin, aligned: [] };
    this.#transaction = transaction;
    const { idTag, isRemote } = grant;
    const meterStart = Math.round(begin.energyWh);
    const request = {
      connectorId: this.id,
      idTag,
      meterStart,
      timestamp: formatTimestamp(begin.atMs),
      ...(reservationId === null ? {} : { reservationId }),
    };
    this.#ports.messages.start(transaction, request, (answer) => this.#started(transaction, answer));
    this.#ports.emit({ type: 'transactionBegan', connectorId: this.id, idTag, meterStart, isRemote });
    this.#ports.transactionBegins(this.id, grant.chargingProfile);
    this.#enter({ ...this.#state, isAwaitingCable: false, transaction: 'charging' });
    this.#resume();
    this.restartSampling();
  }

  #started(transaction: RunningTransaction, answer: StartConfirmation): void {
    const { idTagInfo, transactionId } = answer;
    this.#ports.tagJudged(transaction.idTag, idTagInfo);
    transaction.parentIdTag = idTagInfo.parentIdTag ?? transaction.parentIdTag;
    const idTagStatus = idTagInfo.status;
    this.#ports.emit({ type: 'transactionStarted', connectorId: this.id, transactionId, idTagStatus });
    if (idTagStatus === 'Accepted' || this.#transaction !== transaction) return;
    // OCPP 1.6 4.8: what follows from a refused tag is for the key to say.
    if (flagOf(this.#ports.configuration(), 'StopTransactionOnInvalidId')) this.stop('DeAuthorized');
    else this.#turn('paused');
  }

  #resume(): void {
    this.#turn(this.#outlet.isVehicleFull ? 'full' : 'charging');
  }

  #turn(activity: TransactionActivity): void {
    this.#enter({ ...this.#state, transaction: activity });
  }

  #enter(state: ConnectorState): void {
    this.#state = state;
    this.#outlet.turn(isDelivering(state));
    this.#watchForFull();
    const told = this.#told();
    if (told === this.#lastTold) return;
    this.#lastTold = told;
    this.#statusSinceMs = this.#ports.clock.now();
    const { id: connectorId, status, errorCode } = this;
    this.#ports.emit({ type: 'status', connectorId, status, errorCode });
    this.#ports.statusChanged(connectorId);
  }

  #told(): string {
    return `${this.status} ${this.errorCode}`;
  }

  #watchForFull(): void {
    this.#cancelFullTimer?.();
    const waitMs = this.#outlet.timeToFullMs();
    if (!Number.isFinite(waitMs)) return;
    // Timers go by whole milliseconds: one more makes sure that it is full by then.
    this.#cancelFullTimer = this.#ports.clock.schedule(waitMs + 1, () => this.#resume());
  }
}
