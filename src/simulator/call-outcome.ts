/** What became of a CALL of the charger. */
export type CallOutcome<Confirmation> =
  | { kind: 'answered'; confirmation: Confirmation }
  /** The server answered with a CALLERROR, or with something that the standard's schema forbids. */
  | { kind: 'refused'; code: string; description: string }
  | { kind: 'timedOut' }
  | { kind: 'connectionLost' };
