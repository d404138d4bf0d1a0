import { findAccount } from '../../d1/accounts.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { updateListedCharger } from '../../d1/chargers.ts';
import type { RegistrationChange } from '../../domain/registration.ts';
import { asking, chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { invalidField } from '../errors/api-error.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { changedSettings } from './changed-settings.ts';
import { definedFields } from './defined-fields.ts';
import { Charger, chargerBody } from './charger-body.ts';
import { CHARGER_EXAMPLE } from './charger-example.ts';
import { ChargerPath } from './charger-path.ts';
import { GeneratePassword, makeCredential, Password } from './credential.ts';
import { REGISTRATION_FIELDS, SettingsChange } from './registration-fields.ts';

const ChargerChange = z
  .strictObject({
    ...z.object(REGISTRATION_FIELDS).partial().shape,
    password: Password.nullable().optional(),
    generatePassword: GeneratePassword.optional(),
    settings: SettingsChange.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'Must name at least one field to change' })
  .openapi('ChargerChange');

const route = createRoute({
  method: 'patch',
  path: '/chargers/{chargeBoxId}',
  operationId: 'updateCharger',
  tags: ['Chargers'],
  summary: 'Change a charger',
  description:
    'Changes what the request names and leaves the rest. A password set here is not told to the charger; null removes it.',
  ...securedBy('manage'),
  request: {
    params: ChargerPath,
    body: jsonBody(ChargerChange, { name: 'Visitors', settings: { strict: true } }),
  },
  responses: {
    200: jsonResponse('The charger as it is now.', Charger, CHARGER_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
});

export const updateCharger = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { password, generatePassword, settings, ...fields } = c.req.valid('json');
    const { accountId } = c.var.caller;
    const object = chargerObject(c.env.CHARGER, chargeBoxId);
    const before = await reading(async () => object.describe(accountId));
    if (before === null) throw noSuchCharger(chargeBoxId);
    if (password === null && generatePassword === true) {
      throw invalidField(
        'body',
        'generatePassword',
        'exclusive',
        'give either a password or generatePassword, not both',
      );
    }
    const isShortAllowed = settings?.allowShortPassword ?? before.registration.settings.allowShortPassword;
    const { credential, generated } = await makeCredential(
      { password: password ?? undefined, generatePassword },
      isShortAllowed,
      c.var.settings,
    );
    const change: RegistrationChange = {
      ...definedFields(fields),
      cpoName: (await findAccount(c.env.DB, accountId))?.cpoName ?? null,
      ...(settings === undefined ? {} : { settings: changedSettings(settings) }),
    };
    const newCredential = password === null ? null : (credential ?? undefined);
    const registration = await asking(async () => object.amend(accountId, change, newCredential));
    if (registration === null) throw noSuchCharger(chargeBoxId);
    await updateListedCharger(c.env.DB, registration);
    const after = await reading(async () => object.describe(accountId));
    if (after === null) throw noSuchCharger(chargeBoxId);
    return c.json(
      { ...chargerBody(after, c.req.url), ...(generated === null ? {} : { password: generated }) },
      200,
    );
  },
});
