import * as z from 'zod';
import { register } from './account.ts';
import { ChargePoint, SILENCE } from './charge-point.ts';
import { boot } from './charger-messages.ts';
import { inParallel } from './in-parallel.ts';
import type { RestClient } from './rest-client.ts';
import { unique } from './server.ts';

/** What a charger of a fleet does with a command. */
type Conduct = 'accepts' | 'rejects' | 'silent' | 'offline';

/** Many chargers of one label, by npm `ocpp-rpc` in strict mode. */
export class Fleet {
  readonly account: RestClient;
  readonly label: string;
  /** In the order in which they were registered. */
  readonly chargeBoxIds: string[];
  private readonly conducts: readonly Conduct[];
  private readonly action: string;
  private links = new Map<string, ChargePoint>();
  /** Calls that chargers got over connections that are gone. */
  private readonly earlier = new Map<string, string[]>();

  private constructor(account: RestClient, action: string, conducts: readonly Conduct[]) {
    this.account = account;
    this.action = action;
    this.conducts = conducts;
    this.label = unique('fleet');
    this.chargeBoxIds = conducts.map(() => unique('CP'));
  }

  /** Registered, and connected and booted but for those that are offline. */
  static async online(account: RestClient, action: string, conducts: readonly Conduct[]): Promise<Fleet> {
    const fleet = new Fleet(account, action, conducts);
    await inParallel(fleet.chargeBoxIds, 5, (id) => register(account, id, { labels: [fleet.label] }));
    await fleet.connect(account.url);
    return fleet;
  }

  /** Dials, all but those that are offline. */
  async connect(url: string): Promise<void> {
    const online = [...this.conducts.entries()].filter(([, conduct]) => conduct !== 'offline');
    await inParallel(online, 5, async ([index, conduct]) => {
      const chargeBoxId = this.idAt(index);
      const link = await ChargePoint.connect(url, chargeBoxId);
      if (conduct === 'silent') link.on(this.action, SILENCE);
      if (conduct === 'rejects') link.on(this.action, () => ({ status: 'Rejected' }));
      this.links.set(chargeBoxId, link);
      await link.call('BootNotification', boot());
    });
  }

  /** The network is gone, for all of them. */
  async drop(): Promise<void> {
    for (const [chargeBoxId, link] of this.links) {
      this.earlier.set(chargeBoxId, this.callsOf(chargeBoxId));
      await link.terminate();
    }
    this.links = new Map();
  }

  /** The actions that a charger was called with, over all its connections. */
  callsOf(chargeBoxId: string): string[] {
    const now = this.links.get(chargeBoxId)?.received.map(({ action }) => action) ?? [];
    return [...(this.earlier.get(chargeBoxId) ?? []), ...now];
  }

  /** How often the command has reached any of them. */
  get callCount(): number {
    return this.chargeBoxIds.reduce((count, id) => count + this.callsOf(id).length, 0);
  }

  idAt(index: number): string {
    return this.chargeBoxIds[index] ?? '';
  }
}

const Read = z.looseObject({
  id: z.string(),
  state: z.string(),
  total: z.int(),
  counts: z.record(z.string(), z.int()),
  statuses: z.record(z.string(), z.int()),
  results: z.array(
    z.looseObject({
      chargeBoxId: z.string(),
      status: z.string(),
      outcome: z.string(),
      commandId: z.string().nullable(),
      sentAt: z.string().nullable(),
    }),
  ),
});

/** A bulk command as REST shows it, with the first 200 results. */
export async function readBulk(account: RestClient, id: string): Promise<z.infer<typeof Read>> {
  return Read.parse((await account.get(`/bulk-commands/${id}?limit=200`)).body);
}

/** Begins one; throws unless the answer is 202. */
export async function beginBulk(account: RestClient, body: Record<string, unknown>): Promise<string> {
  const answer = await account.post('/bulk-commands', body);
  if (answer.status !== 202) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return z.looseObject({ id: z.string() }).parse(answer.body).id;
}
