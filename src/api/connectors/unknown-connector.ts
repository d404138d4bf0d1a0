import { ApiError } from '../errors/api-error.ts';

/** 404 that names the connectors the charger has reported. */
export function unknownConnector(chargeBoxId: string, known: readonly number[]): ApiError {
  const next =
    known.length === 0
      ? 'It has reported none yet: check that it is online and has booted.'
      : `Known connectors: ${known.join(', ')}.`;
  return new ApiError('NOT_FOUND', `"${chargeBoxId}" has not reported this connector. ${next}`, {
    details: { knownConnectors: known },
  });
}
