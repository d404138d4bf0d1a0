import type { TracedFrame, TraceQuery } from '../contracts/charger-rpc.ts';
import { eraseInText } from '../domain/erasure.ts';
import { toIsoTime } from '../lib/time.ts';
import { parseFrame } from '../ocpp/frame.ts';
import { maskSecrets } from '../ocpp/mask-secrets.ts';

/** Not part of any text of JSON, so they part frames without escaping them. */
const UNIT = '\u001f';
const RECORD = '\u001e';
/** Before the four hex digits of a character outside ASCII: without those, a text takes one byte a character. */
const WIDE = '\u001d';

/** As much as fits a socket's attachment beside the rest. */
const WAITING_LENGTH = 12_000;

/** Longer frames are cut: the trace is to be read by people, and what they carry is stored elsewhere. */
const LONGEST_FRAME = 100_000;

/** A frame with its time and direction. */
interface WireFrame {
  /** ms since the epoch */
  at: number;
  direction: TracedFrame['direction'];
  text: string;
}

/**
 * Adds a frame to those that wait with the socket. When they no longer fit they become `full`: one row for many frames,
 * so that the trace costs next to nothing. Secrets are masked before anything is kept.
 */
export function addFrame(
  waiting: string,
  frame: WireFrame,
): { waiting: string; frames: number; full: string | null } {
  const shown = maskSecrets(frame.text);
  const cut =
    shown.length > LONGEST_FRAME ? `${shown.slice(0, LONGEST_FRAME)}… (${shown.length} characters)` : shown;
  const record = `${frame.at}${UNIT}${frame.direction === 'fromChargePoint' ? 'i' : 'o'}${UNIT}${narrow(cut)}${RECORD}`;
  const together = waiting + record;
  if (together.length <= WAITING_LENGTH) return { waiting: together, frames: 0, full: null };
  const isAlone = record.length > WAITING_LENGTH;
  const full = isAlone ? together : waiting;
  return { waiting: isAlone ? '' : record, frames: full.split(RECORD).length - 1, full };
}

/** What does not stand in a record as it is. */
const NOT_PLAIN = new RegExp(`[${WIDE}-${UNIT}\u0080-\uffff]`);

/** The text with ASCII alone: what V8 stores with two bytes a character would fill the attachment of a socket twice as fast. */
function narrow(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return inOneByte(
    text
      .replaceAll(UNIT, ' ')
      .replaceAll(RECORD, ' ')
      .replaceAll(WIDE, ' ')
      .replaceAll(
        /[\u0080-\uffff]/g,
        (character) => WIDE + character.charCodeAt(0).toString(16).padStart(4, '0'),
      ),
  );
}

/**
 * A text of ASCII made anew from its bytes: what V8 has once stored with two bytes a character, it goes on storing so in
 * every part and every concatenation, and the attachment of a socket is counted in what is stored.
 */
export function inOneByte(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function widen(text: string): string {
  return text
    .split(WIDE)
    .map((part, index) =>
      index === 0 ? part : String.fromCharCode(Number.parseInt(part.slice(0, 4), 16)) + part.slice(4),
    )
    .join('');
}

function readFrames(packed: string): WireFrame[] {
  return packed
    .split(RECORD)
    .filter((record) => record !== '')
    .map((record) => {
      const [at = '0', direction = 'i', text = ''] = record.split(UNIT);
      return {
        at: Number(at),
        direction: direction === 'i' ? 'fromChargePoint' : 'fromCentralSystem',
        text: widen(text),
      };
    });
}

/** Packed frames with a tag erased wherever one of them names it; null where none does. */
export function eraseFrames(packed: string, folded: string): string | null {
  let isErased = false;
  const records = packed.split(RECORD).map((record) => {
    const [at, direction, text] = record.split(UNIT);
    const erased = text === undefined ? null : eraseInText(widen(text), folded);
    if (erased === null) return record;
    isErased = true;
    return [at, direction, narrow(erased)].join(UNIT);
  });
  return isErased ? records.join(RECORD) : null;
}

/** The frames that a query asks for, newest first. `packs` are in the order of their writing. */
export function findFrames(packs: readonly string[], query: TraceQuery): TracedFrame[] {
  const actions = new Map<string, string>();
  const frames = packs.flatMap(readFrames).map((frame) => toTracedFrame(frame, actions));
  return frames
    .filter(
      ({ at, frame }) =>
        (query.from === undefined || at >= query.from) &&
        (query.to === undefined || at < query.to) &&
        matches(frame, query),
    )
    .slice(-query.limit)
    .map(({ frame }) => frame)
    .toReversed();
}

function matches(frame: TracedFrame, { action, direction, kind }: TraceQuery): boolean {
  return (
    (action === undefined || frame.action === action) &&
    (direction === undefined || frame.direction === direction) &&
    (kind === undefined || frame.kind === kind)
  );
}

/** An answer has no action of its own: it is that of the call with its id in the other direction. */
function toTracedFrame({ at, direction, text }: WireFrame, actions: Map<string, string>) {
  const frame = parseFrame(text);
  const traced: TracedFrame = {
    at: toIsoTime(at),
    direction,
    kind: 'other',
    action: null,
    messageId: null,
    text,
  };
  switch (frame.kind) {
    case 'call':
      actions.set(`${direction} ${frame.id}`, frame.action);
      return {
        at,
        frame: { ...traced, kind: 'call' as const, action: frame.action, messageId: String(frame.id) },
      };
    case 'callResult':
    case 'callError': {
      const asked = direction === 'fromChargePoint' ? 'fromCentralSystem' : 'fromChargePoint';
      const action = actions.get(`${asked} ${frame.id}`) ?? null;
      return { at, frame: { ...traced, kind: frame.kind, action, messageId: frame.id } };
    }
    case 'invalidCall':
      return { at, frame: { ...traced, kind: 'call' as const, messageId: String(frame.id) } };
    case 'ignored':
    case 'bad':
      return { at, frame: traced };
  }
}
