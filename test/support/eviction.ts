import type { TestServer } from './server.ts';

/** Takes an object out of memory if it is there, its sockets hibernating; gives whether it was. */
export async function evictIfRunning(
  server: TestServer,
  objectClass: 'Charger' | 'EventLog' | 'BulkCommand',
  name: string,
): Promise<boolean> {
  try {
    await server.evict(objectClass, name);
    return true;
  } catch (error) {
    if (String(error).includes('it is not currently running')) return false;
    throw error;
  }
}
