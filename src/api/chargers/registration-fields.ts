import { z } from '@hono/zod-openapi';
import { ChargerSettings, RegistrationStatus } from '../../domain/registration.ts';

/** What an owner says of a charger, at its registration and afterwards. */
export const REGISTRATION_FIELDS = {
  name: z.string().max(200).nullable().describe('For people.').openapi({ example: 'Office Parking Charger' }),
  location: z
    .string()
    .max(500)
    .nullable()
    .describe('Where it stands, in your words.')
    .openapi({ example: 'Building A, Parking Level 1' }),
  serialNumber: z
    .string()
    .max(100)
    .nullable()
    .describe('What a client certificate of security profile 3 must name.')
    .openapi({ example: 'SN-7891' }),
  registration: RegistrationStatus.describe(
    'What the charger is told when it boots. Pending and Rejected ones may not charge.',
  ),
  enabled: z.boolean().describe('False: its connections are refused.'),
  securityProfile: z
    .int()
    .min(0)
    .max(3)
    .describe(
      'OCPP security profile: 0 none, 1 password, 2 password over TLS, 3 client certificate. A password counts from 1 on.',
    ),
  labels: z
    .array(z.string().min(1).max(64))
    .max(20)
    .refine((labels) => new Set(labels).size === labels.length, { error: 'Must not name a label twice' })
    .describe('Words to find it by.')
    .openapi({ example: ['office'] }),
};

/**
 * Settings as a change names them: what is absent stays, so that no default applies. One that need not be set can be
 * taken back with null.
 */
export const SettingsChange = z.strictObject({
  strict: changeable(ChargerSettings.shape.strict),
  requireSubprotocol: changeable(ChargerSettings.shape.requireSubprotocol),
  heartbeatInterval: changeable(ChargerSettings.shape.heartbeatInterval),
  staleAfterSeconds: resettable(ChargerSettings.shape.staleAfterSeconds),
  timeoutSeconds: changeable(ChargerSettings.shape.timeoutSeconds),
  outcomeSeconds: changeable(ChargerSettings.shape.outcomeSeconds),
  jobStallSeconds: changeable(ChargerSettings.shape.jobStallSeconds),
  repairLocalList: changeable(ChargerSettings.shape.repairLocalList),
  allowShortPassword: changeable(ChargerSettings.shape.allowShortPassword),
  allowAnyUserName: changeable(ChargerSettings.shape.allowAnyUserName),
  tagPolicy: resettable(ChargerSettings.shape.tagPolicy),
  refusesConnectorZero: changeable(ChargerSettings.shape.refusesConnectorZero),
  limitProfile: resettable(ChargerSettings.shape.limitProfile),
  meterUnits: resettable(ChargerSettings.shape.meterUnits),
  meterReadingMultiplier: resettable(ChargerSettings.shape.meterReadingMultiplier),
  maxPowerW: resettable(ChargerSettings.shape.maxPowerW),
  omitMilliseconds: changeable(ChargerSettings.shape.omitMilliseconds),
  traceFrames: changeable(ChargerSettings.shape.traceFrames),
  traceDays: changeable(ChargerSettings.shape.traceDays),
} satisfies Record<keyof ChargerSettings, z.ZodType>);

function changeable<Value extends z.ZodType>(setting: z.ZodDefault<Value>) {
  return setting
    .unwrap()
    .optional()
    .describe(setting.description ?? '');
}

function resettable<Value extends z.ZodType>(setting: z.ZodOptional<Value>) {
  return setting
    .unwrap()
    .nullable()
    .optional()
    .describe(`${setting.description ?? ''} Null: not set any more.`);
}
