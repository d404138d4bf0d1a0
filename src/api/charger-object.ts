import type { ChargerRpc } from '../contracts/charger-rpc.ts';
import { foldIdentity } from '../ocpp/identity.ts';
import { ApiError } from './errors/api-error.ts';

/** The object of a charger, in any spelling of its identity. The hint counts only when this makes the object. */
export function chargerObject(
  chargers: DurableObjectNamespace<ChargerRpc>,
  chargeBoxId: string,
  locationHint?: DurableObjectLocationHint,
): DurableObjectStub<ChargerRpc> {
  return chargers.getByName(
    foldIdentity(chargeBoxId),
    locationHint === undefined ? undefined : { locationHint },
  );
}

/** Asks an object. When the platform cannot reach it: 503, which the client may repeat. */
export async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw new ApiError(
      'SERVICE_UNAVAILABLE',
      'The part of this system that keeps this charger did not answer. Send the request again in a few seconds.',
      { retryAfterSeconds: 2, cause: error },
    );
  }
}

/** Asks something that changes nothing: once more where the platform says that this helps. */
export async function reading<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  return asking(async () => {
    try {
      return await ask();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      return ask();
    }
  });
}

export function noSuchCharger(chargeBoxId: string): ApiError {
  return new ApiError(
    'NOT_FOUND',
    `There is no charger "${chargeBoxId}" in your account. GET /api/v1/chargers lists them; POST registers one.`,
  );
}

function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return 'retryable' in error && error.retryable === true && !('overloaded' in error && error.overloaded);
}
