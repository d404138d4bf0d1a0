import * as fc from 'fast-check';
import { mutated } from '../../../test/support/json-mutation.ts';
import { textFrame, type WireFrame } from '../wire-frame.ts';
import { hostileText, tooLargeText } from './hostile.ts';
import { type Call, foreignCall, mutatedCall, sessionCall, validCall } from './payloads.ts';

/** Ids that are new, ids that come again, ids of every length and type, and what is no id. */
const messageId: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: fc.uuid() },
  { weight: 4, arbitrary: fc.constantFrom('1', '2', '3') },
  {
    weight: 3,
    arbitrary: fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constantFrom(0, -0, 2 ** 60)),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '🚗'.repeat(36),
      '🚗'.repeat(37),
      'x'.repeat(36),
      'x'.repeat(37),
      '\0',
      '\ud83d',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(null, true, [], {}, ['1'], { id: '1' }) },
);

const anyCall: fc.Arbitrary<Call> = fc.oneof(
  { weight: 10, arbitrary: validCall },
  { weight: 8, arbitrary: mutatedCall },
  { weight: 4, arbitrary: sessionCall },
  { weight: 2, arbitrary: foreignCall },
);

const callText = fc
  .tuple(messageId, anyCall, fc.constantFrom(undefined, undefined, undefined, 1, '\t'))
  .map(([id, { action, payload }, indent]) => JSON.stringify([2, id, action, payload], undefined, indent));

/** The frame itself with one thing wrong: its type, its id, its length. */
const mutatedText = mutated(
  fc.tuple(messageId, validCall).map(([id, { action, payload }]) => [2, id, action, payload]),
).map((frame) => JSON.stringify(frame));

/** Answers to calls that were never made, and message types of other times. */
const unaskedText = fc
  .tuple(
    fc.constantFrom(3, 3, 4, 4, 5, 6, 1, 0, -1, 2.5, '3'),
    messageId,
    fc.array(fc.jsonValue({ maxDepth: 1 })),
  )
  .map(([type, id, rest]) => JSON.stringify([type, id, ...rest]));

const brokenText = fc.oneof(
  fc.tuple(callText, fc.nat()).map(([text, at]) => text.slice(0, at % text.length)),
  fc
    .tuple(callText, fc.nat(), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))
    .map(([text, at, other]) => {
      const position = at % text.length;
      return text.slice(0, position) + other + text.slice(position + 1);
    }),
  fc.tuple(callText, callText).map(([left, right]) => left + right),
);

const oddText = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', '\n', '\0', '[]', '{}', 'null', '[2]', '[2,', '[2,"1"]', '[3]', '[4,"1"]', '[[]]'),
  fc.constantFrom(
    '[2,"1","Heartbeat"]',
    '[2,"1","Heartbeat",null]',
    '[2,"1","Heartbeat",{},{},[]]',
    '[2.0,"1","Heartbeat",{}]',
    '[2e0,"1","Heartbeat",{}]',
    '["2","1","Heartbeat",{}]',
    '[2,1e400,"Heartbeat",{}]',
    '[1e400,"1","Heartbeat",{}]',
    '[2,9007199254740993,"Heartbeat",{}]',
    '[2,"\\ud83d","Heartbeat",{}]',
    '[2,"\\u0000","Heart\\u0062eat",{"\\u0000":"\\udead"}]',
    '[2,"1","Heartbeat",{"__proto__":{"a":1},"constructor":{"prototype":1}}]',
    '[2,"1","DataTransfer",{"vendorId":"a","vendorId":1}]',
    '[2,"1","StatusNotification",{"connectorId":1e300,"errorCode":"NoError","status":"Available"}]',
    '[2,"1","StatusNotification",{"connectorId":-1e300,"errorCode":"NoError","status":"Available"}]',
    '\ufeff[2,"1","Heartbeat",{}]',
    '[2,"1","Heartbeat",{}] garbage',
    "[2,'1','Heartbeat',{}]",
    '{"2":"1"}',
  ),
);

const binary: fc.Arbitrary<WireFrame> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((data) => ({ data, isBinary: true })),
  callText.map((text) => ({ data: Buffer.from(text), isBinary: true })),
);

/** Half a character in a text message, which a WebSocket must not carry (RFC 6455 8.1). */
const noUtf8: fc.Arbitrary<WireFrame> = callText.map((text) => ({
  data: Buffer.concat([Buffer.from(text), Buffer.from([0xf0, 0x9f])]),
  isBinary: false,
}));

/** One frame that has no right to be answered with anything. */
export const badFrame: fc.Arbitrary<WireFrame> = fc
  .oneof(
    fc.constantFrom('{}', '[', 'x', '["2"]', '[2,""]', '[3]', '1e999'),
    fc.string({ minLength: 1 }).map((text) => `${text}[`),
  )
  .map(textFrame);

/** Everything that a charger could send, and much that it could not. */
export const frame: fc.Arbitrary<WireFrame> = fc.oneof(
  { weight: 7000, arbitrary: callText.map(textFrame) },
  { weight: 1000, arbitrary: mutatedText.map(textFrame) },
  { weight: 1000, arbitrary: unaskedText.map(textFrame) },
  { weight: 1000, arbitrary: brokenText.map(textFrame) },
  { weight: 1000, arbitrary: oddText.map(textFrame) },
  { weight: 400, arbitrary: binary },
  { weight: 50, arbitrary: hostileText.map(textFrame) },
  { weight: 4, arbitrary: noUtf8 },
  { weight: 3, arbitrary: tooLargeText.map(textFrame) },
);
