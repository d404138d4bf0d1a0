import { expect, test } from 'vitest';
import { OutboxDelivery } from '../../../src/charger/outbox-delivery.ts';
import type { ChargerEvent } from '../../../src/contracts/charger-event.ts';

function connected(sequence: number): ChargerEvent {
  return { event: 'charger.connected', data: {}, sequence, at: sequence };
}

/** An outbox of so many events, and a log that answers as `answer` says. */
function setUp(count: number, answer: (last: number) => number) {
  const outbox = Array.from({ length: count }, (_, index) => connected(index + 1));
  const taken: number[] = [];
  const discarded: number[] = [];
  const delivery = new OutboxDelivery({
    read: (through) => outbox.filter(({ sequence }) => sequence > through).slice(0, 2),
    discard: (through) => discarded.push(through),
    append: (events) => {
      taken.push(...events.map(({ sequence }) => sequence));
      return Promise.resolve({ through: answer(events.at(-1)?.sequence ?? 0) });
    },
  });
  return { delivery, outbox, taken, discarded };
}

test('an event that is added right behind the last look is delivered', async () => {
  const { delivery, outbox, taken } = setUp(0, (last) => last);
  const first = delivery.deliver();
  outbox.push(connected(1));
  await delivery.deliver();
  await first;
  expect(taken).toEqual([1]);
});

test('what is added during a delivery goes with it, and nothing is sent twice', async () => {
  const { delivery, outbox, taken, discarded } = setUp(3, (last) => last);
  const first = delivery.deliver();
  outbox.push(connected(4));
  expect(await Promise.all([first, delivery.deliver()])).toEqual([true, true]);
  expect(taken).toEqual([1, 2, 3, 4]);
  expect(discarded).toEqual([2, 4]);
});

test('what the log does not hold by its own word is not discarded', async () => {
  const { delivery, discarded } = setUp(2, (last) => last - 1);
  expect(await delivery.deliver()).toBe(false);
  expect(discarded).toEqual([]);
});

test.each([
  { failure: { durableObjectReset: true }, tries: 2, what: 'was reset is asked once more, at once' },
  { failure: { retryable: true }, tries: 2, what: 'may be asked again is asked once more' },
  { failure: { retryable: true, overloaded: true }, tries: 1, what: 'is overloaded is left alone' },
  { failure: {}, tries: 1, what: 'refuses is left alone' },
])('a log that $what', async ({ failure, tries }) => {
  let asked = 0;
  const delivery = new OutboxDelivery({
    read: () => [connected(1)],
    discard: () => {},
    append: () => {
      asked += 1;
      return Promise.reject(Object.assign(new Error('no answer'), failure));
    },
  });
  expect(await delivery.deliver()).toBe(false);
  expect(asked).toBe(tries);
});
