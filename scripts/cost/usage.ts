import * as z from 'zod';

const Count = z.int().min(0);

/** What an object used: rows as the platform counts them, index rows and every row of a DELETE included. */
const ObjectUsage = z.object({
  rowsWritten: Count,
  rowsRead: Count,
  /** Each is billed as a row written. */
  alarmsSet: Count,
  /** Each is billed as a request. */
  alarmsFired: Count,
  /** Upgrades to WebSocket and calls from the worker or from other objects. */
  requests: Count,
  /** Closed connections that woke it. */
  closes: Count,
});

/** Bytes that are there after a day and were not before, by table. */
const Growth = z.record(z.string(), z.int());

/** What one charger's day used, counted while it was played through the real code. */
export const Usage = z.object({
  charger: ObjectUsage,
  log: ObjectUsage,
  d1: z.object({ rowsWritten: Count, rowsRead: Count }),
  /** Requests to the worker: upgrades and REST. */
  workerRequests: Count,
  /** Frames that the charger sent; what we send is free. */
  messages: Count,
  /** What a frame takes in the wire trace. */
  bytesAFrame: z.number().min(0),
  /** A table of samples that turned and was packed: what that wrote, and the bytes before and after. */
  ageing: z.object({ rowsWritten: Count, rawBytes: Count, packedBytes: Count }),
  growth: z.object({ charger: Growth, log: Growth, d1: Growth }),
});
export type Usage = z.infer<typeof Usage>;
