import * as z from 'zod';

const DAY_SECONDS = 86_400;
/** From the cable to the free connector, beside the hours of charging. */
const AROUND_SESSION_SECONDS = 700;

const Fields = z.strictObject({
  heartbeatSeconds: z.int().min(10).max(DAY_SECONDS).default(60),
  sampleSeconds: z.int().min(5).max(DAY_SECONDS).default(60),
  sessions: z.int().min(0).max(48).default(3),
  sessionHours: z.number().positive().max(23).default(2),
  connectors: z.int().min(1).max(16).default(2),
  reconnects: z.int().min(0).max(100).default(1),
  trace: z.boolean().default(true),
  /** How often a day somebody reads the charger over REST. */
  polls: z.int().min(0).max(8_640).default(0),
});

/** A charger's day: what it sends, and what is asked about it. The defaults are the reference day. */
export const DayPlan = Fields.refine((plan) => !haveClash(plan), {
  error: 'so many sessions of that length do not fit into a day on these connectors',
});
export type DayPlan = z.infer<typeof Fields>;

declare module 'vitest' {
  interface ProvidedContext {
    /** For the play that `npm run cost` starts. */
    dayPlan: DayPlan;
  }
}

type SessionFields = Pick<DayPlan, 'sessions' | 'sessionHours' | 'connectors'>;

/** When each session begins, seconds after midnight, and on which connector; the last one ends before midnight. */
export function sessionsOf({
  sessions,
  sessionHours,
  connectors,
}: SessionFields): { beginsAt: number; connectorId: number }[] {
  const latest = DAY_SECONDS - AROUND_SESSION_SECONDS - 3_600 * sessionHours;
  return Array.from({ length: sessions }, (_, index) => ({
    beginsAt: sessions === 1 ? 0 : Math.floor((index * latest) / (sessions - 1)),
    connectorId: 1 + (index % connectors),
  }));
}

function haveClash(plan: SessionFields): boolean {
  const freeAt = new Map<number, number>();
  return sessionsOf(plan).some(({ beginsAt, connectorId }) => {
    const isClash = beginsAt < (freeAt.get(connectorId) ?? 0);
    freeAt.set(connectorId, beginsAt + 3_600 * plan.sessionHours + AROUND_SESSION_SECONDS);
    return isClash;
  });
}
