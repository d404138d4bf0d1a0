import * as z from 'zod';
import type { ChargerSelection } from '../domain/bulk-command.ts';
import { foldIdentity } from '../ocpp/identity.ts';
import { FlagColumn, type Parameter, readRows, statement } from './database.ts';

const Row = z
  .object({ charge_box_id: z.string(), folded_id: z.string(), is_meant: FlagColumn })
  .transform((row) => ({ chargeBoxId: row.charge_box_id, foldedId: row.folded_id, isMeant: row.is_meant }));

/** The chargers that are meant, and the ids among those named that the account does not have. */
export interface SelectedChargers {
  chargeBoxIds: string[];
  unknown: string[];
}

/**
 * The account's chargers for which all criteria hold, `atMost` of them. Ids, else a label, else firmware, else the model
 * walk their own index: the fleet is not read beyond that. Throws `DatabaseUnavailable`.
 */
export async function selectChargers(
  db: D1Database,
  accountId: string,
  selection: ChargerSelection,
  atMost: number,
): Promise<SelectedChargers> {
  const { chargeBoxIds } = selection;
  const { source, conditions, parameters, walked } = walkOf(accountId, selection);
  const { meant, criteria } = criteriaOf({
    ...selection,
    ...(walked === null ? {} : { [walked]: undefined }),
  });
  // Named chargers are read whether they are meant or not: one that does not exist is a mistake.
  const isNamed = chargeBoxIds !== undefined;
  const where = isNamed ? conditions : [...conditions, meant];
  const rows = await readRows(
    db,
    Row,
    statement(
      `SELECT c.charge_box_id, c.folded_id, ${isNamed ? meant : '1'} AS is_meant FROM ${source}
       WHERE ${where.join(' AND ')} LIMIT ?`,
      ...(isNamed ? [...criteria, ...parameters] : [...parameters, ...criteria]),
      isNamed ? chargeBoxIds.length : atMost,
    ),
  );
  const known = new Set(rows.map(({ foldedId }) => foldedId));
  return {
    chargeBoxIds: rows.filter(({ isMeant }) => isMeant).map(({ chargeBoxId }) => chargeBoxId),
    unknown: (chargeBoxIds ?? []).filter((id) => !known.has(foldIdentity(id))),
  };
}

/** The one index that is walked; `c` is the charger. */
function walkOf(accountId: string, selection: ChargerSelection) {
  const { chargeBoxIds, label, model, firmwareVersion } = selection;
  const provisioned = 'c.is_provisioned = 1';
  const walk = (
    walked: keyof ChargerSelection | null,
    source: string,
    conditions: string[],
    ...parameters: Parameter[]
  ) => ({
    walked,
    source,
    conditions: [...conditions, provisioned],
    parameters,
  });
  if (chargeBoxIds !== undefined) {
    const folded = [...new Set(chargeBoxIds.map(foldIdentity))];
    return walk(
      'chargeBoxIds',
      'json_each(?) AS named CROSS JOIN chargers AS c ON c.folded_id = named.value',
      ['c.account_id = ?'],
      JSON.stringify(folded),
      accountId,
    );
  }
  if (label !== undefined) {
    return walk(
      'label',
      `charger_labels AS l CROSS JOIN chargers AS c
         ON c.account_id = l.account_id AND c.charger_id = l.charger_id`,
      ['l.account_id = ?', 'l.label = ?'],
      accountId,
      label,
    );
  }
  if (firmwareVersion !== undefined) {
    return walk(
      'firmwareVersion',
      'chargers AS c INDEXED BY chargers_by_firmware',
      ['c.account_id = ?', 'c.firmware_version = ?'],
      accountId,
      firmwareVersion,
    );
  }
  if (model !== undefined) {
    return walk(
      'model',
      'chargers AS c INDEXED BY chargers_by_model',
      ['c.account_id = ?', 'c.model = ?'],
      accountId,
      model,
    );
  }
  return walk(null, 'chargers AS c', ['c.account_id = ?'], accountId);
}

/** What has to hold of a charger, whichever index was walked. */
function criteriaOf({ label, model, firmwareVersion }: ChargerSelection): {
  meant: string;
  criteria: string[];
} {
  const given: [string, string | undefined][] = [
    [
      `EXISTS (SELECT 1 FROM charger_labels AS other WHERE other.account_id = c.account_id
         AND other.label = ? AND other.charger_id = c.charger_id)`,
      label,
    ],
    ['c.model IS ?', model],
    ['c.firmware_version IS ?', firmwareVersion],
  ];
  const held = given.flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]));
  return {
    meant: held.length === 0 ? '1' : `(${held.map(({ condition }) => condition).join(' AND ')})`,
    criteria: held.map(({ value }) => value),
  };
}
