import { jsonText } from '../../src/ocpp/tolerance.ts';
import { mismatch, readAnswer } from './answer.ts';
import type { ExpectedAnswer } from './expectation.ts';

interface Owed extends ExpectedAnswer {
  /** False once the connection may end before the answer is out. */
  isDue: boolean;
}

/** An answer that settled a debt. */
export interface Settled {
  expected: ExpectedAnswer;
  code: string | null;
  payload: object | null;
}

/** The answers that a connection still owes. Calls may share an id; each is answered once. */
export class Ledger {
  private readonly owed = new Map<string, Owed[]>();
  private excused = false;

  expect(expected: ExpectedAnswer): void {
    const key = keyOf(expected.id);
    const sameId = this.owed.get(key) ?? [];
    sameId.push({ ...expected, isDue: !this.excused });
    this.owed.set(key, sameId);
  }

  /** From now on a missing answer is no fault: the connection is about to end. */
  excuse(): void {
    this.excused = true;
    for (const sameId of this.owed.values()) for (const owed of sameId) owed.isDue = false;
  }

  /** Takes a frame of the server; a text says what is wrong with it. */
  settle(data: string): Settled | string {
    const answer = readAnswer(data);
    if (typeof answer === 'string') return answer;
    const sameId = this.owed.get(keyOf(answer.id)) ?? [];
    if (sameId.length === 0) return 'The server answered a call that was not made, or twice.';
    // Calls are served in order, but those that cannot be read are refused at once: they come first.
    const candidates = [...sameId].sort((left, right) => rank(left) - rank(right));
    const match = candidates.find((expected) => mismatch(answer, expected) === undefined);
    const [first] = candidates;
    if (match === undefined) {
      const reason = (first && mismatch(answer, first)) ?? 'The answer fits no call.';
      return `${reason}\nThe call: ${jsonText(first?.payload)?.slice(0, 300) ?? 'too deep to show'}`;
    }
    sameId.splice(sameId.indexOf(match), 1);
    if (sameId.length === 0) this.owed.delete(keyOf(answer.id));
    return answer.kind === 'error'
      ? { expected: match, code: answer.code, payload: null }
      : { expected: match, code: null, payload: answer.payload };
  }

  /** The calls that ought to have been answered by now. */
  overdue(): ExpectedAnswer[] {
    return [...this.owed.values()].flat().filter(({ isDue }) => isDue);
  }
}

function keyOf(id: string | number): string {
  return JSON.stringify(id);
}

function rank({ outcome }: ExpectedAnswer): number {
  return outcome === 'error' ? 0 : 1;
}
