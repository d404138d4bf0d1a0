import { handleCharger, isOcppPath } from './api/ocpp-endpoint.ts';
import { handleRest } from './api/rest-api.ts';
import { handleUpload, isUploadPath } from './api/uploads/uploads-endpoint.ts';
import type { Env } from './env.ts';

export { BulkCommand } from './bulk-command/bulk-command.ts';
export { Charger } from './charger/charger.ts';
export { EventLog } from './event-log/event-log.ts';

export default {
  fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (isOcppPath(pathname)) return handleCharger(request, env, context);
    return isUploadPath(pathname) ? handleUpload(request, env) : handleRest(request, env, context);
  },
} satisfies ExportedHandler<Env>;
