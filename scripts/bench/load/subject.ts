import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { inParallel } from '../in-parallel.ts';
import { HttpLink } from '../rest/http-link.ts';
import { type ChildServer, startChildServer } from '../servers/child-server.ts';
import { startCapacitor } from '../servers/npm-start.ts';
import { idTagOf } from './loaded-charger.ts';

/** What chargers are connected to, side by side. */
export const SUBJECTS = ['capacitor', 'bare object', 'bare pipeline', 'ocpp-rpc'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

export interface Subject {
  name: SubjectName;
  /** The root of its processes. */
  pid: number;
  chargerUrl: (chargeBoxId: string) => string;
  /** Until D1 shows so many transactions as completed; null where nothing is carried into D1. */
  settled: ((transactions: number) => Promise<void>) | null;
  stop: () => Promise<void>;
}

const POLL_MS = 20;
const PATIENCE_MS = 60_000;

/** Starts a server with room for these chargers. */
export async function startSubject(
  name: SubjectName,
  folder: string,
  chargeBoxIds: readonly string[],
): Promise<Subject> {
  switch (name) {
    case 'capacitor':
      return startOurs(join(folder, 'capacitor'), chargeBoxIds);
    case 'bare object':
      return bare(name, await startChildServer('yardstick.ts', 'bare-object', join(folder, 'bare-object')));
    case 'ocpp-rpc':
      return bare(name, await startChildServer('ocpp-rpc.ts'));
    case 'bare pipeline':
      return startPipeline(join(folder, 'bare-pipeline'));
  }
}

function bare(name: SubjectName, server: ChildServer): Subject {
  const { url, pid } = server;
  return { name, pid, chargerUrl: (id) => `${url}/ocpp/${id}`, settled: null, stop: () => server.stop() };
}

async function startOurs(dataFolder: string, chargeBoxIds: readonly string[]): Promise<Subject> {
  const server = await startCapacitor(dataFolder);
  const { url, pid, apiKey } = server;
  const rest = new HttpLink(url, apiKey, 16);
  await inParallel(16, chargeBoxIds, async (chargeBoxId) => {
    await rest.expect(201, 'POST', '/api/v1/chargers', { chargeBoxId });
    await rest.expect(201, 'POST', '/api/v1/id-tags', { idTag: idTagOf(chargeBoxId) });
  });
  const List = z.object({
    transactions: z.array(z.unknown()),
    pagination: z.object({ total: z.number() }),
  });
  const list = async (query: string) =>
    List.parse(JSON.parse((await rest.expect(200, 'GET', `/api/v1/transactions?limit=1${query}`)).text));
  return {
    name: 'capacitor',
    pid,
    chargerUrl: (id) => `${url}/ocpp/${id}`,
    settled: (transactions) =>
      until(
        async () =>
          (await list('')).pagination.total >= transactions &&
          (await list('&status=in_progress')).transactions.length === 0,
      ),
    async stop() {
      rest.close();
      await server.stop();
    },
  };
}

async function startPipeline(dataFolder: string): Promise<Subject> {
  const server = await startChildServer('yardstick.ts', 'bare-pipeline', dataFolder);
  const rest = new HttpLink(server.url);
  await rest.expect(200, 'GET', '/tables');
  const Total = z.object({ total: z.number() });
  return {
    ...bare('bare pipeline', server),
    settled: (transactions) =>
      until(async () => {
        const { text } = await rest.expect(200, 'GET', '/completed');
        return Total.parse(JSON.parse(text)).total >= transactions;
      }),
    async stop() {
      rest.close();
      await server.stop();
    },
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error('D1 does not show what has been acknowledged.');
    await setTimeout(POLL_MS);
  }
}
