/** One WebSocket message as it goes out: text, or bytes. Bytes in a text message may be no UTF-8. */
export interface WireFrame {
  data: string | Uint8Array;
  isBinary: boolean;
}

/** Stands in a frame for the number of the charger's last transaction, which only the server knows. */
export const LAST_TRANSACTION = '@transaction';

export function textFrame(text: string): WireFrame {
  return { data: text, isBinary: false };
}

/** The frame as it is sent: the charger's last transaction in its place, and no half characters, which have no UTF-8. */
export function prepare(frame: WireFrame, lastTransaction: number | null): WireFrame {
  if (typeof frame.data !== 'string') return frame;
  const named = frame.data.replaceAll(`"${LAST_TRANSACTION}"`, String(lastTransaction ?? 0));
  return { ...frame, data: named.toWellFormed() };
}

/** As the server sees it: workerd puts U+FFFD for what is no UTF-8 in a text message; null where a binary one is none. */
export function textOf({ data, isBinary }: WireFrame): string | null {
  if (typeof data === 'string') return data;
  if (!isBinary) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(data);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return null;
  }
}

export function byteLength({ data }: WireFrame): number {
  return typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
}

/** One line that tells everything about a frame: its text, or its bytes in base64. */
export function describeFrame(frame: WireFrame): string {
  const kind = frame.isBinary ? 'binary' : 'text';
  return typeof frame.data === 'string'
    ? `${kind} ${JSON.stringify(frame.data)}`
    : `${kind} base64 ${Buffer.from(frame.data).toString('base64')}`;
}
