import { within } from './within.ts';

interface Question {
  /** Sent as JSON. */
  body: unknown;
  headers?: Record<string, string>;
  timeoutMs: number;
  /** The longest answer that is taken, in characters. */
  longest: number;
}

/**
 * Asks somebody's URL and gives the text that it answers with. Redirects are not followed. Throws what is wrong, in words:
 * no answer in time, an HTTP status other than success, too long an answer. `AbortSignal.timeout` would keep an object
 * awake for the whole of the time, also when the answer has long been there.
 */
export async function postJson(url: string, question: Question): Promise<string> {
  const controller = new AbortController();
  const asking = ask(url, question, controller.signal).then(
    (text) => ({ text }),
    (error: unknown) => ({ error }),
  );
  const answer = await within(question.timeoutMs, asking, null);
  if (answer === null) {
    controller.abort();
    throw new Error(`it did not answer within ${question.timeoutMs / 1000} s`);
  }
  if ('error' in answer) throw answer.error;
  return answer.text;
}

async function ask(url: string, { body, headers, longest }: Question, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal,
  });
  if (!response.ok) throw new Error(`it answered HTTP ${response.status}`);
  const text = await response.text();
  if (text.length > longest) throw new Error(`its answer is longer than ${longest} characters`);
  return text;
}
