/** The code of a system or Miniflare error (`EADDRINUSE`, `ERR_ADDRESS_IN_USE`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
