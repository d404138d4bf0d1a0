import { z } from '@hono/zod-openapi';
import type { ChargerPresence } from '../../contracts/charger-rpc.ts';
import type { ChargerRow } from '../../d1/chargers.ts';
import { toIsoTime } from '../../lib/time.ts';

/** A charger as a list shows it. */
export const ListedCharger = z
  .strictObject({
    chargeBoxId: z.string(),
    name: z.string().nullable(),
    status: z.enum(['online', 'offline']),
    isOnline: z.boolean(),
    lastHeartbeat: z.iso.datetime().nullable().describe('When it last sent anything.'),
    vendor: z.string().nullable(),
    model: z.string().nullable(),
    firmwareVersion: z.string().nullable(),
    id: z.string(),
    location: z.string().nullable(),
    labels: z.array(z.string()),
    registeredAt: z.iso.datetime(),
    asOf: z.iso
      .datetime()
      .describe('How fresh isOnline and lastHeartbeat are: now, unless the charger’s part was slow.'),
  })
  .openapi('ListedCharger');
export type ListedCharger = z.infer<typeof ListedCharger>;

/** What its object says now, or what was last projected. */
export function listedCharger(row: ChargerRow, presence: ChargerPresence | null, now: number): ListedCharger {
  const isOnline = presence?.isOnline ?? row.isOnline;
  const projected = row.lastSeenAt === null ? null : toIsoTime(row.lastSeenAt);
  return {
    chargeBoxId: row.chargeBoxId,
    name: row.name,
    status: isOnline ? 'online' : 'offline',
    isOnline,
    lastHeartbeat: presence === null ? projected : presence.lastSeenAt,
    vendor: row.vendor,
    model: row.model,
    firmwareVersion: row.firmwareVersion,
    id: row.chargerId,
    location: row.location,
    labels: row.labels,
    registeredAt: toIsoTime(row.registeredAt),
    asOf: toIsoTime(presence === null ? (row.projectedAt ?? row.registeredAt) : now),
  };
}
