import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Has Miniflare start workerd through workerd.sh, which ends workerd when this process is gone, even by SIGKILL. Windows
 * has no `sh`: there Miniflare starts workerd itself.
 */
export function tieWorkerdToThisProcess(): void {
  if (process.platform === 'win32') return;
  process.env['CAPACITOR_WORKERD'] = workerdBinary();
  process.env['MINIFLARE_WORKERD_PATH'] = join(import.meta.dirname, 'workerd.sh');
}

/** Absolute path of the platform's binary; the package carries no types. */
function workerdBinary(): string {
  const require = createRequire(import.meta.url);
  const loaded: unknown = require('workerd');
  if (
    typeof loaded === 'object' &&
    loaded !== null &&
    'default' in loaded &&
    typeof loaded.default === 'string'
  ) {
    return loaded.default;
  }
  throw new Error('The package workerd does not say where its binary is: run `npm ci`.');
}
