import { handleCharger, isOcppPath } from './api/ocpp-endpoint.ts';
import { handleRest } from './api/rest-api.ts';
import type { Env } from './env.ts';

export { Charger } from './charger/charger.ts';
export { EventLog } from './event-log/event-log.ts';

export default {
  fetch(request, env, context) {
    return isOcppPath(new URL(request.url).pathname)
      ? handleCharger(request, env, context)
      : handleRest(request, env, context);
  },
} satisfies ExportedHandler<Env>;
