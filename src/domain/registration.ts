import * as z from 'zod';

/** Whether the charger may take part in the system; its owner sets it (OCPP 1.6 4.2). */
export const RegistrationStatus = z.enum(['Accepted', 'Pending', 'Rejected']);
export type RegistrationStatus = z.infer<typeof RegistrationStatus>;

/** Which id tags may charge: registered ones, or any (each is recorded). */
export const TagPolicy = z.enum(['closed', 'open']);
export type TagPolicy = z.infer<typeof TagPolicy>;

/** Per-charger settings, each with the default that suits a charger nobody has looked at yet. */
export const ChargerSettings = z.strictObject({
  strict: z
    .boolean()
    .default(false)
    .describe('Hold frames and payloads to the letter of the standard; no tolerance is applied to them.'),
  requireSubprotocol: z
    .boolean()
    .default(false)
    .describe('Refuse a handshake that offers no WebSocket subprotocol.'),
  heartbeatInterval: z
    .int()
    .min(10)
    .max(86_400)
    .default(60)
    .describe('Seconds between heartbeats, told to the charger when it boots.'),
  staleAfterSeconds: z
    .int()
    .min(1)
    .max(604_800)
    .optional()
    .describe(
      'Silence after which an open connection is shown as stale; default 2 × heartbeatInterval + 60.',
    ),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(120)
    .default(30)
    .describe('How long a command waits for the charger to answer.'),
  outcomeSeconds: z
    .int()
    .min(1)
    .max(3_600)
    .default(60)
    .describe('How long an accepted command waits for what has to follow, such as a triggered message.'),
  jobStallSeconds: z
    .int()
    .min(1)
    .max(2_592_000)
    .default(3_600)
    .describe('Silence after which an unfinished firmware, diagnostics or log job is shown as stalled.'),
  repairLocalList: z
    .boolean()
    .default(false)
    .describe(
      'Send the whole local authorization list by itself where the charger refused a change of it, and ask for its version where it did not answer.',
    ),
  allowShortPassword: z.boolean().default(false).describe('Accept a password of fewer than 16 bytes.'),
  allowAnyUserName: z
    .boolean()
    .default(false)
    .describe('Check the password only, whatever user name the charger sends with it.'),
  tagPolicy: TagPolicy.optional().describe("Which id tags may charge here; default: the account's policy."),
  refusesConnectorZero: z
    .boolean()
    .default(false)
    .describe('Commands for the whole charger go to connector 1, for a charger that refuses connectorId 0.'),
  limitProfile: z
    .strictObject({
      stackLevel: z.int().min(0).max(1_000).optional(),
      kind: z.enum(['Absolute', 'Relative']).optional(),
      unit: z.enum(['A', 'W']).optional(),
      isWholeNumber: z.boolean().optional(),
    })
    .optional()
    .describe(
      'How the profile of a plain limit must look for this charger: its level, its kind, its unit (230 V and three phases are taken to convert), and whole numbers only.',
    ),
  meterUnits: z
    .strictObject({ energy: z.enum(['Wh', 'kWh']).optional(), power: z.enum(['W', 'kW']).optional() })
    .optional()
    .describe('The units that this charger really means, where it names wrong ones or none.'),
  meterReadingMultiplier: z
    .number()
    .positive()
    .optional()
    .describe('Factor for meterStart and meterStop of a charger that does not send Wh; 1000 for kWh.'),
  maxPowerW: z
    .number()
    .positive()
    .optional()
    .describe('What a connector can deliver at most, in W: tells a meter reset from a rollover.'),
  omitMilliseconds: z
    .boolean()
    .default(false)
    .describe('Send times without fractions of a second, for a charger that cannot read them.'),
  traceFrames: z
    .int()
    .min(0)
    .max(20_000)
    .default(5_000)
    .describe('How many of the latest frames the wire trace keeps at least; 0 keeps none.'),
  traceDays: z
    .int()
    .min(1)
    .max(90)
    .default(14)
    .describe('How many days the wire trace reaches back at most.'),
});
export type ChargerSettings = z.infer<typeof ChargerSettings>;

/** The registration of a charger as its own object keeps it: what its owner said of it over REST. */
export const Registration = z.object({
  chargerId: z.string(),
  accountId: z.string(),
  /** The identity as it was registered; compared without case (see `foldIdentity`). */
  chargeBoxId: z.string(),
  name: z.string().nullable(),
  location: z.string().nullable(),
  serialNumber: z.string().nullable(),
  /** The operator's name, as its client certificates carry it; the account's as last heard. */
  cpoName: z.string().nullable().default(null),
  registration: RegistrationStatus,
  enabled: z.boolean(),
  /** OCPP security profile 0–3 (OCA white paper "Improved security for OCPP 1.6-J"). */
  securityProfile: z.int().min(0).max(3),
  labels: z.array(z.string()),
  settings: ChargerSettings,
  registeredAt: z.int(),
});
export type Registration = z.infer<typeof Registration>;

/** What an owner may change afterwards; an absent field stays as it is. */
export type RegistrationChange = Partial<
  Pick<
    Registration,
    | 'name'
    | 'location'
    | 'serialNumber'
    | 'cpoName'
    | 'registration'
    | 'enabled'
    | 'securityProfile'
    | 'labels'
  >
> & { settings?: Partial<ChargerSettings> };

/** The registration after a change; settings are merged one by one. */
export function changeRegistration(registration: Registration, change: RegistrationChange): Registration {
  const { settings, ...fields } = change;
  return Registration.parse({
    ...registration,
    ...fields,
    settings: { ...registration.settings, ...settings },
  });
}

/** Seconds of silence after which an open socket is shown as stale: liveness is judged by messages alone. */
export function staleAfterSeconds(settings: ChargerSettings): number {
  return settings.staleAfterSeconds ?? 2 * settings.heartbeatInterval + 60;
}
