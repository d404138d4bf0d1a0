import type { Context } from 'hono';
import { findLabelConfigurations } from '../../d1/label-configurations.ts';
import { type ConfigurationDrift, findDrift } from '../../domain/configuration-drift.ts';
import type { ApiEnv } from '../api-env.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';

/** How a charger's last known configuration departs from what its owner wants of it and of its labels. */
export async function chargerDrift(
  c: Context<ApiEnv>,
  chargeBoxId: string,
): Promise<ConfigurationDrift & { chargeBoxId: string }> {
  const { accountId } = c.var.caller;
  const known = await reading(async () => chargerObject(c.env.CHARGER, chargeBoxId).configuration(accountId));
  if (known === null) throw noSuchCharger(chargeBoxId);
  const drift = findDrift({
    charger: known.desired,
    labels: await findLabelConfigurations(c.env.DB, accountId, known.labels),
    known: known.keys.map((row) => ({ ...row, valueSince: Date.parse(row.valueSince) })),
    absent: known.unknownKeys.map(({ key }) => key),
  });
  return { ...drift, chargeBoxId: known.chargeBoxId };
}
