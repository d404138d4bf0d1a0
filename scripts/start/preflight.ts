import { access, constants, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { errorCode } from '../server/error-code.ts';
import { makeFolder } from '../server/make-folder.ts';
import { StartProblem } from './start-problem.ts';

/** Throws `StartProblem` unless the port can be listened on; tried before the slow part of a start. */
export function checkPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(portProblem(port, error)));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve()));
  });
}

/** The one line for a port that could not be taken; any other error comes back as it is. */
export function portProblem(port: number, error: unknown): unknown {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
    case 'ERR_ADDRESS_IN_USE':
      return new StartProblem(
        `Port ${port} is in use. End what listens there, or choose another: PORT=8788 npm start`,
      );
    case 'EACCES':
      return new StartProblem(
        `Port ${port} needs rights this user has not. Choose another: PORT=8787 npm start`,
      );
    default:
      return error;
  }
}

/** Makes the folder; throws `StartProblem` unless it can be written to. */
export async function checkDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await readdir(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartProblem(
      `${folder} cannot be written to (${reason}). Choose another folder with CAPACITOR_DATA.`,
    );
  }
}
