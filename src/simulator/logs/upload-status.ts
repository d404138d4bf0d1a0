import { assertNever } from '../../lib/assert-never.ts';
import type { RequestOf } from '../../ocpp/message.ts';
import type { messages } from '../../ocpp/v16/messages/index.ts';
import type { TransferFailure } from '../transfer/transfer.ts';

type LogStatus = RequestOf<typeof messages.LogStatusNotification>['status'];

/** How an upload of GetLog that failed is told (UploadLogStatusEnumType, security white paper 5). */
export function failedLogStatus(problem: TransferFailure): LogStatus {
  switch (problem.kind) {
    case 'refused':
      return refusedLogStatus(problem.httpStatus);
    case 'unsupportedLocation':
      return 'NotSupportedOperation';
    case 'unreachable':
      return 'UploadFailure';
    default:
      return assertNever(problem);
  }
}

function refusedLogStatus(httpStatus: number): LogStatus {
  if (httpStatus === 400) return 'BadMessage';
  if (httpStatus === 401 || httpStatus === 403) return 'PermissionDenied';
  if (httpStatus === 405 || httpStatus === 501) return 'NotSupportedOperation';
  return 'UploadFailure';
}
