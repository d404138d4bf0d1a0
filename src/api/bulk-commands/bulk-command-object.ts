import type { BulkCommandRpc } from '../../contracts/bulk-command-rpc.ts';
import { ApiError } from '../errors/api-error.ts';

/** The object of a bulk command; for an id that is none, one that knows nothing and keeps nothing. */
export function bulkCommandObject(
  bulkCommands: DurableObjectNamespace<BulkCommandRpc>,
  bulkCommandId: string,
): DurableObjectStub<BulkCommandRpc> {
  return bulkCommands.getByName(bulkCommandId);
}

export function noSuchBulkCommand(bulkCommandId: string): ApiError {
  return new ApiError(
    'NOT_FOUND',
    `There is no bulk command "${bulkCommandId}" in your account. GET /api/v1/bulk-commands lists them; they are kept for 30 days.`,
  );
}
