import { cpuSeconds } from '../process-tree.ts';
import { percentile } from '../spread.ts';
import type { LoadedCharger } from './loaded-charger.ts';

/** One measurement of one server. */
export interface Load {
  messages: number;
  messagesPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU time of the server's processes for a message; null where the system does not tell. */
  serverCpuMicroseconds: number | null;
  /** How much of one core this process took: at 1 it would be what is measured. */
  clientCpuShare: number;
}

/** A server, and the chargers that are connected to it. */
export interface LoadedServer {
  /** The root of the server's processes. */
  pid: number;
  chargers: readonly LoadedCharger[];
  /** Times of calls in ms; the chargers put them here. */
  times: number[];
}

/** However fast a server is: this is enough to tell. */
const MOST_MESSAGES = 300_000;

/**
 * All chargers send at once, each its next message when the last one is answered, for so long; what has begun then is
 * finished and counted.
 */
export async function measureLoad(
  { pid, chargers, times }: LoadedServer,
  seconds: number,
  round: (charger: LoadedCharger) => Promise<void>,
): Promise<Load> {
  times.length = 0;
  const serverCpu = cpuSeconds(pid);
  const clientCpu = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + 1_000 * seconds;
  await Promise.all(
    chargers.map(async (charger) => {
      while (performance.now() < endsAt && times.length < MOST_MESSAGES) await round(charger);
    }),
  );
  const elapsedSeconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(clientCpu);
  const serverCpuAfter = cpuSeconds(pid);
  const sorted = times.toSorted((left, right) => left - right);
  return {
    messages: times.length,
    messagesPerSecond: times.length / elapsedSeconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    serverCpuMicroseconds:
      serverCpu === null || serverCpuAfter === null
        ? null
        : ((serverCpuAfter - serverCpu) * 1_000_000) / times.length,
    clientCpuShare: (user + system) / 1_000_000 / elapsedSeconds,
  };
}
