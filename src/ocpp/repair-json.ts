const NUL = '\u0000';
const CLOSERS = new Map([
  ['[', ']'],
  ['{', '}'],
]);
const CALL_RESULT = /^\s*\[\s*3\s*,/;

/**
 * The value of a text that is no JSON, mended where it is broken in one of the few ways that are known of chargers;
 * undefined where it is broken otherwise: nothing is guessed, since a wrong number costs somebody money.
 *
 * - field: ZJ Beny begins a list in a payload with a comma, `"sampledValue":[,{`
 * - field: Wallbe fills up the end of a text with NUL
 * - field: Grizzl-E leaves out the bracket that opens a list, `"configurationKey":],`
 * - field: Grizzl-E leaves out the last brackets of an answer, `[3,"id",{"configurationKey":[]`
 */
export function repairJson(text: string): { value: unknown } | undefined {
  const repaired = mend(text);
  if (repaired === undefined || repaired === text) {
    return undefined;
  }
  try {
    return { value: JSON.parse(repaired) };
  } catch {
    return undefined;
  }
}

function mend(text: string): string | undefined {
  const pieces: string[] = [];
  const open: string[] = [];
  let copied = 0;
  let isInText = false;
  // The last character that counts, outside of texts.
  let previous = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === NUL) {
      const end = endOfNuls(text, at);
      if (!isInText || text.charAt(end) !== '"') {
        return undefined;
      }
      pieces.push(text.slice(copied, at));
      copied = end;
      at = end - 1;
    } else if (isInText) {
      if (character === '\\') {
        at += 1;
      } else if (character === '"') {
        isInText = false;
      }
    } else if (character === ',' && previous === '[' && open.length > 1) {
      pieces.push(text.slice(copied, at));
      copied = at + 1;
    } else if (character === ']' && previous === ':') {
      pieces.push(text.slice(copied, at), '[');
      copied = at;
      previous = character;
    } else if (character.trim() !== '') {
      isInText = character === '"';
      const closer = CLOSERS.get(character);
      if (closer !== undefined) {
        open.push(closer);
      } else if ((character === ']' || character === '}') && open.pop() !== character) {
        return undefined;
      }
      previous = character;
    }
  }
  pieces.push(text.slice(copied));
  // The end of a call is not guessed: the fields that would have followed may be its meter reading.
  const isCutAnswer = CALL_RESULT.test(text) && (previous === ']' || previous === '}');
  if (isInText || (open.length > 0 && !isCutAnswer)) {
    return undefined;
  }
  return pieces.join('') + open.toReversed().join('');
}

function endOfNuls(text: string, start: number): number {
  let end = start;
  while (text.charAt(end) === NUL) {
    end += 1;
  }
  return end;
}
