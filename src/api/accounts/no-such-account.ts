import { ApiError } from '../errors/api-error.ts';

/** A key outlives its account for as long as it is cached. */
export function noSuchAccount(): ApiError {
  return new ApiError('NOT_FOUND', 'The account of this API key does not exist any more.');
}
