import { createRoute, z } from '@hono/zod-openapi';
import { updateAccount as updateRow } from '../../d1/accounts.ts';
import { definedFields } from '../chargers/defined-fields.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Account, ACCOUNT_EXAMPLE, ACCOUNT_FIELDS, accountBody } from './account-body.ts';
import { CertificateAuthorityChange, sealedAuthority } from './certificate-authority.ts';
import { noSuchAccount } from './no-such-account.ts';
import { changedRetention, RetentionChange, tellLog } from './retention-change.ts';

const AccountChange = z
  .strictObject({
    ...z.object(ACCOUNT_FIELDS).partial().shape,
    certificateAuthority: CertificateAuthorityChange.optional(),
    retention: RetentionChange.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'Must name at least one field to change' })
  .openapi('AccountChange');

const route = createRoute({
  method: 'patch',
  path: '/account',
  operationId: 'updateAccount',
  tags: ['Accounts'],
  summary: 'Change the account',
  description:
    'Changes what the request names and leaves the rest. Shorter days of retention work at once for events, transactions and refused connections, and within a day of its next message for what a charger’s object keeps.',
  ...securedBy('manage'),
  request: { body: jsonBody(AccountChange, { tagPolicy: 'open', retention: { meterValueDays: 90 } }) },
  responses: {
    200: jsonResponse('The account as it is now.', Account, ACCOUNT_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
});

export const updateAccount = defineRoute({
  route,
  handler: async (c) => {
    const { accountId } = c.var.caller;
    const { certificateAuthority, retention, ...fields } = c.req.valid('json');
    const row = await updateRow(c.env.DB, accountId, {
      ...definedFields(fields),
      ...(await changedRetention(c.env.DB, accountId, retention)),
      ...(certificateAuthority === undefined
        ? {}
        : {
            certificateAuthority: await sealedAuthority(
              certificateAuthority,
              accountId,
              c.var.settings.DIGEST_KEYS,
            ),
          }),
    });
    if (row === null) throw noSuchAccount();
    if (retention !== undefined || fields.export !== undefined) await tellLog(c.env, row);
    return c.json(accountBody(row), 200);
  },
});
