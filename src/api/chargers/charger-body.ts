import { z } from '@hono/zod-openapi';
import type { ChargerDescription } from '../../contracts/charger-rpc.ts';
import { ChargerSettings, RegistrationStatus } from '../../domain/registration.ts';
import { toIsoTime } from '../../lib/time.ts';
import { Connector } from '../connectors/connector.ts';
import { connectionUrl } from './connection-url.ts';

const Boot = z
  .strictObject({
    vendor: z.string(),
    model: z.string(),
    chargePointSerialNumber: z.string().nullable(),
    chargeBoxSerialNumber: z.string().nullable(),
    firmwareVersion: z.string().nullable(),
    iccid: z.string().nullable(),
    imsi: z.string().nullable(),
    meterType: z.string().nullable(),
    meterSerialNumber: z.string().nullable(),
    bootedAt: z.iso.datetime(),
  })
  .openapi('Boot');

const Flag = z
  .strictObject({
    count: z.int(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    example: z.string().nullable(),
  })
  .openapi('Flag');

/** All that is known of a charger. Secrets are never part of it. */
export const Charger = z
  .strictObject({
    chargeBoxId: z.string(),
    name: z.string().nullable(),
    location: z.string().nullable(),
    status: z.enum(['online', 'offline']),
    isOnline: z.boolean(),
    isStale: z.boolean().describe('Connected, but silent for longer than it should be.'),
    lastHeartbeat: z.iso.datetime().nullable().describe('When it last sent anything.'),
    connectedSince: z.iso.datetime().nullable(),
    clockSkewSeconds: z
      .int()
      .nullable()
      .describe('How far the clock of the charger is ahead, as last seen; negative when it is behind.'),
    connectionUrl: z.string(),
    vendor: z.string().nullable(),
    model: z.string().nullable(),
    firmwareVersion: z.string().nullable(),
    boot: Boot.nullable().describe('What its last BootNotification said.'),
    connectors: z.array(Connector),
    id: z.string(),
    serialNumber: z.string().nullable(),
    registration: RegistrationStatus,
    enabled: z.boolean(),
    securityProfile: z.int(),
    hasPassword: z.boolean(),
    passwordChangedAt: z.iso
      .datetime()
      .nullable()
      .describe('Since when its password counts; null without one, or where that was not noted.'),
    isPasswordChanging: z
      .boolean()
      .describe('It was told another password over OCPP and may use that: both are let in until it logs in.'),
    securityProfileUpgrade: z
      .int()
      .nullable()
      .describe('The higher profile that it was told; both are let in until it logs in with this one.'),
    labels: z.array(z.string()),
    settings: z.strictObject(ChargerSettings.shape).openapi('ChargerSettings'),
    firmwareHistory: z.array(z.strictObject({ firmwareVersion: z.string(), since: z.iso.datetime() })),
    flags: z
      .record(z.string(), Flag)
      .describe(
        'Every tolerance that was needed and oddity that was seen, by name, with how often and an example.',
      ),
    registeredAt: z.iso.datetime(),
    password: z.string().optional().describe('Only in the answer to the request that generated it.'),
  })
  .openapi('Charger');

/** What the charger's object says of itself, as REST shows it. */
export function chargerBody(description: ChargerDescription, requestUrl: string) {
  const { registration, boot, isOnline } = description;
  return {
    chargeBoxId: registration.chargeBoxId,
    name: registration.name,
    location: registration.location,
    status: isOnline ? ('online' as const) : ('offline' as const),
    isOnline,
    isStale: description.isStale,
    lastHeartbeat: description.lastSeenAt,
    connectedSince: description.connectedSince,
    clockSkewSeconds: description.clockSkewSeconds,
    connectionUrl: connectionUrl(requestUrl, registration.chargeBoxId),
    vendor: boot?.vendor ?? null,
    model: boot?.model ?? null,
    firmwareVersion: boot?.firmwareVersion ?? null,
    boot,
    connectors: description.connectors,
    id: registration.chargerId,
    serialNumber: registration.serialNumber,
    registration: registration.registration,
    enabled: registration.enabled,
    securityProfile: registration.securityProfile,
    hasPassword: description.hasPassword,
    passwordChangedAt: description.passwordChangedAt,
    isPasswordChanging: description.isPasswordChanging,
    securityProfileUpgrade: description.securityProfileUpgrade,
    labels: registration.labels,
    settings: registration.settings,
    firmwareHistory: description.firmwareHistory,
    flags: description.flags,
    registeredAt: toIsoTime(registration.registeredAt),
  };
}
