import type { ChargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import type { ChargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';

/** What holds at a connector; its status follows from it, so the two never disagree. */
export interface ConnectorState {
  /** A vehicle is at the cable. */
  isPluggedIn: boolean;
  /** Somebody identified (or a remote start was accepted) and may charge once the cable is in. */
  isAwaitingCable: boolean;
  /** A transaction ended and its cable is still in. */
  isFinished: boolean;
  /** It is kept for somebody (OCPP 1.6 5.13). */
  isReserved: boolean;
  /** A charging profile allows nothing at present. */
  isCurtailed: boolean;
  /** New firmware is about to be installed, or is. */
  isUpdating: boolean;
  availability: 'Operative' | 'Inoperative';
  /** An availability asked for while a transaction ran: it takes effect when that ends. */
  scheduledAvailability: 'Operative' | 'Inoperative' | null;
  fault: ChargePointErrorCode | null;
  transaction: TransactionActivity | null;
}

/** What a running transaction does at this moment. `paused`: the charger holds the energy back. */
export type TransactionActivity = 'charging' | 'full' | 'cableOut' | 'paused';

export const IDLE_CONNECTOR: ConnectorState = {
  isPluggedIn: false,
  isAwaitingCable: false,
  isFinished: false,
  isReserved: false,
  isCurtailed: false,
  isUpdating: false,
  availability: 'Operative',
  scheduledAvailability: null,
  fault: null,
  transaction: null,
};

/** The status that a connector reports (OCPP 1.6 4.9). */
export function statusOf(state: ConnectorState): ChargePointStatus {
  if (state.fault !== null) return 'Faulted';
  if (state.transaction !== null) {
    return statusOfTransaction(state.isCurtailed ? 'paused' : state.transaction);
  }
  if (state.availability === 'Inoperative' || state.isUpdating) return 'Unavailable';
  if (state.isPluggedIn && state.isFinished) return 'Finishing';
  // A cable alone does not end Reserved, the identification does (transition G2).
  if (state.isReserved && !state.isAwaitingCable) return 'Reserved';
  if (state.isPluggedIn || state.isAwaitingCable) return 'Preparing';
  return 'Available';
}

function statusOfTransaction(activity: TransactionActivity): ChargePointStatus {
  if (activity === 'charging') return 'Charging';
  return activity === 'paused' ? 'SuspendedEVSE' : 'SuspendedEV';
}

/** Whether a transaction may begin, as far as the connector is concerned. */
export function isUsable(state: ConnectorState): boolean {
  return state.fault === null && state.availability === 'Operative' && !state.isUpdating;
}

/** Whether nobody charges, has identified or has just charged there. */
export function isUnclaimed(state: ConnectorState): boolean {
  return isUsable(state) && state.transaction === null && !state.isAwaitingCable && !state.isFinished;
}

/** Whether a vehicle would take energy if it were allowed any. */
export function wantsPower(state: ConnectorState): boolean {
  return state.transaction === 'charging' && state.fault === null;
}

/** Whether energy flows. */
export function isDelivering(state: ConnectorState): boolean {
  return wantsPower(state) && !state.isCurtailed;
}

/**
 * Whether a transaction may be started for somebody who is not at the connector yet (OCPP 1.6 5.11); for whom a
 * reserved one opens is another question.
 */
export function isFreeForRemoteStart(state: ConnectorState): boolean {
  if (state.isAwaitingCable) return false;
  const status = statusOf(state);
  return status === 'Preparing' || status === 'Available' || status === 'Reserved';
}

/** The state after a request to change availability, and the word for it (OCPP 1.6 5.2). */
export function changeAvailability(
  state: ConnectorState,
  wanted: 'Operative' | 'Inoperative',
): { state: ConnectorState; outcome: 'Accepted' | 'Scheduled' } {
  if (state.transaction !== null && wanted === 'Inoperative') {
    return { state: { ...state, scheduledAvailability: wanted }, outcome: 'Scheduled' };
  }
  return { state: { ...state, availability: wanted, scheduledAvailability: null }, outcome: 'Accepted' };
}

/** The state once the transaction is over. */
export function afterTransaction(state: ConnectorState): ConnectorState {
  return {
    ...state,
    transaction: null,
    isAwaitingCable: false,
    isFinished: state.isPluggedIn,
    availability: state.scheduledAvailability ?? state.availability,
    scheduledAvailability: null,
  };
}
