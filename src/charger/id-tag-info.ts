import type { Authorization } from '../domain/authorization.ts';
import type { ChargerSettings } from '../domain/registration.ts';
import { formatTimestamp } from '../ocpp/timestamp.ts';
import type { IdTagInfo } from '../ocpp/v16/types/id-tag-info.ts';

/** The decision as a charger is told of it (OCPP 1.6 7.28), in times that it can read. */
export function toIdTagInfo(
  { status, expiryDate, parentIdTag }: Authorization,
  settings: Pick<ChargerSettings, 'omitMilliseconds'>,
): IdTagInfo {
  return {
    status,
    ...(expiryDate === null ? {} : { expiryDate: formatTimestamp(expiryDate, settings) }),
    ...(parentIdTag === null ? {} : { parentIdTag }),
  };
}
