import * as fc from 'fast-check';
import { MOST_BAD_FRAMES } from '../connection.ts';
import type { WireFrame } from '../wire-frame.ts';
import { badFrame, frame } from './frame.ts';

/** One thing that a charger does. */
export type Step =
  | { kind: 'send'; frame: WireFrame }
  /** It dials again while the old connection stands, and goes on talking on the old one, before and after. */
  | { kind: 'replace'; meanwhile: WireFrame[] }
  /** The network is gone, and back. */
  | { kind: 'terminate' };

function send(sent: WireFrame): Step {
  return { kind: 'send', frame: sent };
}

const step: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 180, arbitrary: frame.map((sent) => [send(sent)]) },
  // Sent again, letter by letter, as a charger does that has missed the answer.
  { weight: 12, arbitrary: frame.map((sent) => [send(sent), send(sent)]) },
  {
    weight: 1,
    arbitrary: fc.array(frame, { maxLength: 4 }).map((meanwhile): Step[] => [{ kind: 'replace', meanwhile }]),
  },
  { weight: 1, arbitrary: fc.constant<Step[]>([{ kind: 'terminate' }]) },
);

const mixed = fc
  .array(step, { minLength: 1, maxLength: 40, size: 'max' })
  .map((steps): Step[] => steps.flat());

/** Bad frames in a row, up to one less than close the connection, or as many as do, and what comes after them. */
const badRow = fc
  .tuple(
    fc.constantFrom(MOST_BAD_FRAMES - 1, MOST_BAD_FRAMES),
    fc.array(badFrame, { minLength: MOST_BAD_FRAMES, maxLength: MOST_BAD_FRAMES, size: 'max' }),
    fc.array(frame, { maxLength: 3 }),
  )
  .map(([length, bad, after]): Step[] => [...bad.slice(0, length), ...after].map(send));

/** What a charger sends without waiting for answers. */
export const batch: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 60, arbitrary: mixed },
  { weight: 1, arbitrary: badRow },
);
