import { createRoute, z } from '@hono/zod-openapi';
import { asking, chargerObject, noSuchCharger } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { LOCAL_LIST_EXAMPLE, LocalList, LocalListEntry } from './local-list.ts';
import { MOST_ENTRIES, tagsOfCharger } from './tags-of-charger.ts';

const Change = z
  .strictObject({
    entries: z.array(LocalListEntry).max(MOST_ENTRIES).optional(),
    fromIdTags: z
      .literal(true)
      .optional()
      .describe('Take the entries from the account’s id tags, now and at each send.'),
  })
  .refine(({ entries, fromIdTags }) => (entries === undefined) !== (fromIdTags === undefined), {
    error: 'Must be given, or else fromIdTags: one of the two, not both',
    path: ['entries'],
  })
  .openapi('LocalListChange');

const route = createRoute({
  method: 'put',
  path: '/chargers/{chargeBoxId}/local-list',
  operationId: 'putLocalList',
  tags: ['Local list'],
  summary: 'Set the local authorization list of a charger',
  description:
    'Replaces our list; of tags that differ in case only the last one counts. Nothing is sent: POST …/local-list/send does that.',
  ...securedBy('operate'),
  request: { params: ChargerPath, body: jsonBody(Change, { entries: [{ idTag: 'USER-001' }] }) },
  responses: {
    200: jsonResponse('The list as it is now.', LocalList, { ...LOCAL_LIST_EXAMPLE, state: 'pending' }),
    ...errorResponses(...ACTION_ERRORS),
  },
});

export const putLocalList = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { entries } = c.req.valid('json');
    const { accountId } = c.var.caller;
    const change =
      entries === undefined
        ? await tagsOfCharger(c.env.DB, accountId, chargeBoxId, Date.now())
        : { source: 'entries' as const, entries };
    const list = await asking(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).putLocalList(accountId, change),
    );
    if (list === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId, ...list }, 200);
  },
});
