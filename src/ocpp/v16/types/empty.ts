import * as z from 'zod';

import { lazy } from '../../lazy.ts';

/** A payload without fields: always sent as `{}`. */
export const empty = lazy(() => z.strictObject({}));
