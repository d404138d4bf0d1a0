import type { Env, Settings } from '../env.ts';
import type { Caller } from './auth/caller.ts';

/** What travels with a request through the app. */
export interface ApiEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    settings: Settings;
    /** Behind `requireScope` only. */
    caller: Caller;
    /** Behind `requireKeyOrAdminToken` only: then there is no caller. */
    isOperator: boolean;
  };
}
