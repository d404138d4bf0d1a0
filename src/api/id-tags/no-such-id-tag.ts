import { ApiError } from '../errors/api-error.ts';

export function noSuchIdTag(idTag: string): ApiError {
  return new ApiError(
    'NOT_FOUND',
    `There is no id tag "${idTag}" in your account. GET /api/v1/id-tags lists them; POST registers one.`,
  );
}
