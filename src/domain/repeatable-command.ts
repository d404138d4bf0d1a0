import type { OutgoingAction } from '../ocpp/v16/messages/index.ts';

/** These act on a driver or a session, and by the time of a repeat both may have gone. */
const NEVER_REPEATED = new Set<OutgoingAction>([
  'RemoteStartTransaction',
  'RemoteStopTransaction',
  'Reset',
  'UnlockConnector',
]);

/** Whether a command of this action is sent without being asked for again, or kept for later. */
export function isRepeatable(action: OutgoingAction): boolean {
  return !NEVER_REPEATED.has(action);
}
