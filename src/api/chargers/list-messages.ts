import { createRoute, z } from '@hono/zod-openapi';
import type { TraceQuery } from '../../contracts/charger-rpc.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { Moment } from '../moment.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { limitParameter } from '../pagination/limit-parameter.ts';
import { ChargerPath } from './charger-path.ts';

const MOST_MESSAGES = 1_000;

const Direction = z
  .enum(['fromChargePoint', 'fromCentralSystem'])
  .describe('Who sent it: the charger, or this system.');
const Kind = z
  .enum(['call', 'callResult', 'callError', 'other'])
  .describe('What it is in OCPP-J; other is what is none of its messages.');

const Message = z
  .strictObject({
    at: z.iso.datetime(),
    direction: Direction,
    kind: Kind,
    action: z.string().nullable().describe('Of an answer: the action that it answers, where that is known.'),
    messageId: z.string().nullable(),
    text: z.string().describe('The frame as it was sent; secrets are masked.'),
  })
  .openapi('Message');

const Query = z.strictObject({
  action: z.string().min(1).max(50).optional().describe('Only of this action, such as StartTransaction.'),
  direction: Direction.optional(),
  kind: Kind.optional(),
  from: Moment.optional().describe('Only at or after this moment.'),
  to: Moment.optional().describe('Only before this moment.'),
  limit: limitParameter({
    usual: 100,
    most: MOST_MESSAGES,
    description: 'How many at most. What is before them: `to` the time of the last one.',
  }),
  format: z.enum(['json', 'jsonl']).default('json').describe('jsonl gives a file with one message a line.'),
});

const Body = z.strictObject({ chargeBoxId: z.string(), messages: z.array(Message) }).openapi('MessageList');

const ok = jsonResponse('The newest of them, newest first.', Body, {
  chargeBoxId: 'CP-OFFICE-01',
  messages: [
    {
      at: '2025-01-15T10:32:00.120Z',
      direction: 'fromChargePoint',
      kind: 'call',
      action: 'Heartbeat',
      messageId: '42',
      text: '[2,"42","Heartbeat",{}]',
    },
  ],
});

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/messages',
  operationId: 'listMessages',
  tags: ['Chargers'],
  summary: 'List what went over the wire',
  description:
    'Frames between the charger and this system, as far back as its settings traceFrames and traceDays keep them.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: Query },
  responses: {
    200: {
      ...ok,
      content: {
        ...ok.content,
        'text/plain': { schema: z.string(), example: '{"at":"2025-01-15T10:32:00.120Z",…}\n' },
      },
    },
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listMessages = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { format, from, to, ...filter } = c.req.valid('query');
    const query: TraceQuery = {
      limit: filter.limit,
      ...(filter.action === undefined ? {} : { action: filter.action }),
      ...(filter.direction === undefined ? {} : { direction: filter.direction }),
      ...(filter.kind === undefined ? {} : { kind: filter.kind }),
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(to === undefined ? {} : { to: Date.parse(to) }),
    };
    const messages = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).messages(c.var.caller.accountId, query),
    );
    if (messages === null) throw noSuchCharger(chargeBoxId);
    if (format === 'json') return c.json({ chargeBoxId, messages }, 200);
    c.header('Content-Disposition', 'attachment; filename="messages.jsonl"');
    return c.text(messages.map((message) => `${JSON.stringify(message)}\n`).join(''), 200);
  },
});
