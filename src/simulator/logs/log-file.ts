import { formatTimestamp, parseTimestamp } from '../../ocpp/timestamp.ts';
import type { TextFile } from '../transfer/transfer.ts';

/** One line of a log. */
export interface LogEntry {
  atMs: number;
  text: string;
}

/** Which part of a log is wanted, milliseconds since 1970, both ends included; null is open. */
export interface LogWindow {
  fromMs: number | null;
  untilMs: number | null;
}

/** The window that the times of a command state. A time that cannot be read bounds nothing. */
export function logWindow(from: string | undefined, until: string | undefined): LogWindow {
  const read = (text: string | undefined) => (text === undefined ? null : (parseTimestamp(text)?.ms ?? null));
  return { fromMs: read(from), untilMs: read(until) };
}

/** A log as the file that is handed in; null when nothing was logged in the window: then there is none to hand in. */
export function logFile(
  log: 'diagnostics' | 'security',
  entries: readonly LogEntry[],
  window: LogWindow,
  charger: { identity: string; nowMs: number; about: string },
): TextFile | null {
  const { fromMs, untilMs } = window;
  const wanted = entries.filter(
    ({ atMs }) => (fromMs === null || atMs >= fromMs) && (untilMs === null || atMs <= untilMs),
  );
  if (wanted.length === 0) return null;
  const lines = wanted.map(({ atMs, text }) => `${formatTimestamp(atMs)}  ${text}`);
  return {
    name: fileName(log, charger.identity, charger.nowMs),
    text: `${charger.identity}, ${charger.about}: ${log} log\n${lines.join('\n')}\n`,
  };
}

/** `CP-OFFICE-01-diagnostics-20250115T103500Z.txt`: letters that any file system takes, 255 at most (OCPP 1.6 6.20). */
function fileName(log: string, identity: string, nowMs: number): string {
  const charger = identity.replaceAll(/[^\w.-]/g, '_').slice(0, 200);
  const at = formatTimestamp(nowMs, { omitMilliseconds: true }).replaceAll(/[-:]/g, '');
  return `${charger}-${log}-${at}.txt`;
}
