import type { Authorization } from '../domain/authorization.ts';
import { formatTimestamp } from '../ocpp/timestamp.ts';
import type { IdTagInfo } from '../ocpp/v16/types/id-tag-info.ts';

/** The decision as a charger is told of it (OCPP 1.6 7.28). */
export function toIdTagInfo({ status, expiryDate, parentIdTag }: Authorization): IdTagInfo {
  return {
    status,
    ...(expiryDate === null ? {} : { expiryDate: formatTimestamp(expiryDate) }),
    ...(parentIdTag === null ? {} : { parentIdTag }),
  };
}
