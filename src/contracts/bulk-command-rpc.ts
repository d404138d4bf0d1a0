import type { BulkCommandState, BulkOutcome, ChargerSelection } from '../domain/bulk-command.ts';
import type { OutgoingAction } from '../ocpp/v16/messages/index.ts';

/** A bulk command as its owner asked for it, with the chargers that its filter selected. */
export interface BulkCommandOrder {
  bulkCommandId: string;
  accountId: string;
  action: OutgoingAction;
  payload: Record<string, unknown>;
  filter: ChargerSelection;
  chargeBoxIds: string[];
  perSecond: number;
  timeoutSeconds: number | null;
  deliverWithinSeconds: number | null;
  /** ms since the epoch */
  createdAt: number;
}

/** A bulk command and how far it is. */
export interface BulkCommandBody {
  bulkCommandId: string;
  state: BulkCommandState;
  action: string;
  /** JSON text. */
  payload: string;
  filter: ChargerSelection;
  total: number;
  /** Chargers by outcome; those that no charger has are 0. */
  counts: Record<BulkOutcome, number>;
  /** Chargers by status: their own words, and ours where they have said none. */
  statuses: Record<string, number>;
  perSecond: number;
  timeoutSeconds: number | null;
  deliverWithinSeconds: number | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** When it can be read no more. */
  expiresAt: string;
}

/** What became of it at one charger. */
export interface BulkResultBody {
  position: number;
  chargeBoxId: string;
  outcome: BulkOutcome;
  status: string;
  reason: string | null;
  commandId: string | null;
  /** When the command was handed to the charger's object. */
  sentAt: string | null;
  at: string | null;
}

/** Which results: those behind a position, in order, of one outcome where one is given. */
export interface BulkResultQuery {
  after: number | null;
  limit: number;
  offset: number;
  outcome: BulkOutcome | null;
}

/**
 * What the object of a bulk command offers to the edge. Named by its id. For another account, and for an id that is none,
 * the answer is null, as if it did not exist.
 */
export interface BulkCommandRpc extends Rpc.DurableObjectBranded {
  /** Stores and lists it, and sets it going; idempotent. `unavailable`: it could not be listed, and nothing is kept. */
  begin(order: BulkCommandOrder): Promise<BulkCommandBody | 'unavailable'>;
  describe(accountId: string): Promise<BulkCommandBody | null>;
  results(accountId: string, query: BulkResultQuery): Promise<BulkResultBody[] | null>;
  /** Sends nothing more; what is on its way is still waited for. */
  cancel(accountId: string): Promise<BulkCommandBody | 'isCompleted' | null>;
  /** Sends to those that are left, and once more to those with these outcomes; without any to those that surely or harmlessly can. */
  resume(accountId: string, outcomes: BulkOutcome[] | null): Promise<BulkCommandBody | 'isRunning' | null>;
}
