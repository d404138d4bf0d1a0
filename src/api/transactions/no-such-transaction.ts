import { ApiError } from '../errors/api-error.ts';

export function noSuchTransaction(): ApiError {
  return new ApiError(
    'NOT_FOUND',
    'There is no such transaction in your account. GET /api/v1/transactions lists them.',
  );
}
