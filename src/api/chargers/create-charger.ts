import { findAccount } from '../../d1/accounts.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { claimIdentity, listCharger, releaseClaim } from '../../d1/chargers.ts';
import { ChargerSettings, Registration } from '../../domain/registration.ts';
import { newId } from '../../lib/ids.ts';
import { toIsoTime } from '../../lib/time.ts';
import { defineRoute } from '../define-route.ts';
import { asking, chargerObject } from '../charger-object.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { ChargeBoxId } from './charge-box-id.ts';
import { connectionUrl } from './connection-url.ts';
import { GeneratePassword, makeCredential, Password } from './credential.ts';
import { Region } from './region.ts';
import { RegisteredCharger } from './registered-charger.ts';
import { REGISTRATION_FIELDS } from './registration-fields.ts';

const NewCharger = z
  .strictObject({
    chargeBoxId: ChargeBoxId,
    ...z.object(REGISTRATION_FIELDS).partial().shape,
    password: Password.optional(),
    generatePassword: GeneratePassword.optional(),
    settings: ChargerSettings.optional(),
    region: Region.optional(),
  })
  .openapi('NewCharger');

const route = createRoute({
  method: 'post',
  path: '/chargers',
  operationId: 'createCharger',
  tags: ['Chargers'],
  summary: 'Register a charger',
  description:
    'Tells Capacitor about a charger before it connects. The answer has the WebSocket URL to configure on it. A registration that was cut in half is completed by the same request.',
  ...securedBy('manage'),
  request: {
    body: jsonBody(NewCharger, {
      chargeBoxId: 'CP-OFFICE-01',
      name: 'Office Parking Charger',
      location: 'Building A, Parking Level 1',
    }),
  },
  responses: {
    201: jsonResponse('It is registered.', RegisteredCharger, {
      chargeBoxId: 'CP-OFFICE-01',
      name: 'Office Parking Charger',
      location: 'Building A, Parking Level 1',
      status: 'offline',
      connectionUrl: 'wss://capacitor.example.com/ocpp/CP-OFFICE-01',
      instructions: {
        message: 'Configure your charger to connect to the WebSocket URL',
        url: 'wss://capacitor.example.com/ocpp/CP-OFFICE-01',
        protocol: 'ocpp1.6',
      },
      id: 'chg_0194678d5a107c3e9f5b2a6c1d8e4f70',
      isOnline: false,
      securityProfile: 0,
      registeredAt: '2025-01-15T10:30:00Z',
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ALREADY_EXISTS', 'PAYLOAD_TOO_LARGE'),
  },
});

export const createCharger = defineRoute({
  route,
  handler: async (c) => {
    const body = c.req.valid('json');
    const { accountId } = c.var.caller;
    const now = Date.now();
    const settings = ChargerSettings.parse(body.settings ?? {});
    const { credential, generated } = await makeCredential(body, settings.allowShortPassword, c.var.settings);
    const wanted = Registration.parse({
      chargerId: newId('chg'),
      accountId,
      chargeBoxId: body.chargeBoxId,
      name: body.name ?? null,
      location: body.location ?? null,
      serialNumber: body.serialNumber ?? null,
      cpoName: (await findAccount(c.env.DB, accountId))?.cpoName ?? null,
      registration: body.registration ?? 'Accepted',
      enabled: body.enabled ?? true,
      securityProfile: body.securityProfile ?? (credential === null ? 0 : 1),
      labels: body.labels ?? [],
      settings,
      registeredAt: now,
    });
    const claim = await claimIdentity(c.env.DB, wanted, now);
    if (claim === null) throw taken(body.chargeBoxId);
    const registration = { ...wanted, ...claim };
    const { chargerId } = claim;
    const object = chargerObject(c.env.CHARGER, body.chargeBoxId, body.region);
    const isHome = await asking(async () => object.provision(registration, credential)).catch(
      async (error) => {
        await releaseClaim(c.env.DB, accountId, chargerId);
        throw error;
      },
    );
    if (!isHome) throw taken(body.chargeBoxId);
    await listCharger(c.env.DB, accountId, chargerId, registration.labels);
    const url = connectionUrl(c.req.url, registration.chargeBoxId);
    return c.json(
      {
        chargeBoxId: registration.chargeBoxId,
        name: registration.name,
        location: registration.location,
        status: 'offline' as const,
        connectionUrl: url,
        instructions: {
          message: 'Configure your charger to connect to the WebSocket URL',
          url,
          protocol: 'ocpp1.6',
        },
        id: chargerId,
        isOnline: false,
        securityProfile: registration.securityProfile,
        registeredAt: toIsoTime(registration.registeredAt),
        ...(generated === null ? {} : { password: generated }),
      },
      201,
    );
  },
});

function taken(chargeBoxId: string): ApiError {
  return new ApiError(
    'ALREADY_EXISTS',
    `The chargeBoxId "${chargeBoxId}" is taken. Use GET /api/v1/chargers to see yours, or register under another id.`,
  );
}
