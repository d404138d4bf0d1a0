import type { Env } from '../../env.ts';
import { drainBody } from '../drain-body.ts';

/** Whether a path belongs to files that chargers hand in. */
export function isUploadPath(pathname: string): boolean {
  return pathname.startsWith('/uploads/');
}

/** Where chargers hand in diagnostics and logs. Few isolates ever see one, so what takes them is loaded then. */
export async function handleUpload(request: Request, env: Env): Promise<Response> {
  const { receiveUpload } = await import('./receive-upload.ts');
  const response = await receiveUpload(request, env, Date.now());
  await drainBody(request);
  return response;
}
