import { jsonText } from '../../src/ocpp/tolerance.ts';
import { type Answer, mismatch, readAnswer } from './answer.ts';
import type { ExpectedAnswer } from './expectation.ts';

interface Owed extends ExpectedAnswer {
  /** The whole frame. */
  text: string;
  /** False once the connection may end before the answer is out, and for a frame that repeats one in progress. */
  isDue: boolean;
}

/** An answer, and the calls that it may belong to: those of its id that it fits. */
export interface Settled {
  answer: Answer;
  calls: ExpectedAnswer[];
}

interface Account {
  owed: Owed[];
  answers: Answer[];
}

/**
 * What a connection owes and has answered, by message id. Calls may share one; each is answered once. Which answer
 * belongs to which of them is open: those that cannot be read are refused at once, the others wait for their turn.
 */
export class Ledger {
  private readonly accounts = new Map<string, Account>();
  private isExcused = false;

  expect(expected: ExpectedAnswer, text: string): void {
    const key = keyOf(expected.id);
    const account = this.accounts.get(key) ?? { owed: [], answers: [] };
    // A frame that comes again, letter by letter, before its answer is out may share it (OCPP-J errata 3.1).
    const isRepeat = account.owed.some((owed) => owed.text === text);
    account.owed.push({ ...expected, text, isDue: !this.isExcused && !isRepeat });
    this.accounts.set(key, account);
  }

  /** From now on a missing answer is no fault: the connection is about to end. */
  excuse(): void {
    this.isExcused = true;
    for (const { owed } of this.accounts.values()) for (const call of owed) call.isDue = false;
  }

  /** Takes a frame of the server; a text says what is wrong with it. */
  settle(data: string): Settled | string {
    const answer = readAnswer(data);
    if (typeof answer === 'string') return answer;
    const account = this.accounts.get(keyOf(answer.id));
    if (account === undefined || account.answers.length === account.owed.length) {
      return 'The server answered a call that was not made, or twice.';
    }
    account.answers.push(answer);
    const calls = account.owed.filter((expected) => mismatch(answer, expected) === undefined);
    const [first] = account.owed;
    return calls.length === 0 && first !== undefined
      ? `${mismatch(answer, first)}\nThe call: ${show(first)}`
      : { answer, calls };
  }

  /** To be called when all answers are out: a text says what was not answered as it is due. It begins anew then. */
  close(): string | undefined {
    const faults = [...this.accounts.values()].flatMap(({ owed, answers }) => {
      const due = owed.filter(({ isDue }) => isDue);
      const missing = unmatched(due, answers, (call, answer) => mismatch(answer, call) === undefined);
      if (missing !== undefined) return [`A call was never answered, or not rightly: ${show(missing)}`];
      const surplus = unmatched(answers, owed, (answer, call) => mismatch(answer, call) === undefined);
      return surplus === undefined ? [] : [`An answer belongs to no call: ${JSON.stringify(surplus)}`];
    });
    this.accounts.clear();
    return faults[0];
  }
}

/** One of `left` that finds no partner of its own in `right`, however they are paired (Kuhn's algorithm). */
function unmatched<Left, Right>(
  left: readonly Left[],
  right: readonly Right[],
  fits: (left: Left, right: Right) => boolean,
): Left | undefined {
  const partners = new Map<Right, Left>();
  const pair = (one: Left, tried: Set<Right>): boolean =>
    right.some((other) => {
      if (tried.has(other) || !fits(one, other)) return false;
      tried.add(other);
      const rival = partners.get(other);
      if (rival !== undefined && !pair(rival, tried)) return false;
      partners.set(other, one);
      return true;
    });
  return left.find((one) => !pair(one, new Set()));
}

function keyOf(id: string | number): string {
  return JSON.stringify(id);
}

function show({ id, action, payload }: ExpectedAnswer): string {
  return `${JSON.stringify(id)} ${action} ${jsonText(payload)?.slice(0, 300) ?? 'too deep to show'}`;
}
