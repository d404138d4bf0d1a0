import type { LoadedCharger } from './loaded-charger.ts';
import type { SubjectName } from './subject.ts';

/** What the chargers of a fleet send. */
export const LOADS = ['heartbeat', 'MeterValues', 'session'] as const;
export type LoadName = (typeof LOADS)[number];

export interface LoadPlan {
  subjects: readonly SubjectName[];
  /** Messages of a round. */
  messages: number;
  round: (charger: LoadedCharger) => Promise<void>;
  /** Whether a transaction has to run meanwhile. */
  needsTransaction: boolean;
}

export const LOAD_PLANS: Record<LoadName, LoadPlan> = {
  heartbeat: {
    subjects: ['capacitor', 'bare object', 'ocpp-rpc'],
    messages: 1,
    round: (charger) => charger.heartbeat(),
    needsTransaction: false,
  },
  MeterValues: {
    subjects: ['capacitor', 'bare object', 'ocpp-rpc'],
    messages: 1,
    round: (charger) => charger.meterValues(),
    needsTransaction: true,
  },
  session: {
    subjects: ['capacitor', 'bare object', 'bare pipeline', 'ocpp-rpc'],
    messages: 8,
    round: (charger) => charger.session(),
    needsTransaction: false,
  },
};
