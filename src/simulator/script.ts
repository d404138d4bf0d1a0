import * as z from 'zod';

import { failure, type Result, success } from '../lib/result.ts';
import { isIncomingAction } from '../ocpp/v16/messages/index.ts';
import { stopReason } from '../ocpp/v16/messages/core/stop-transaction.ts';
import { chargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import { chargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';
import { CHARGER_EVENT_TYPES } from './events.ts';

const connectorId = z.int().min(1).default(1);
const withinSeconds = z.number().positive().default(10);

const step = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('connect') }),
  z.strictObject({ step: z.literal('boot'), withinSeconds }),
  z.strictObject({
    step: z.literal('plugIn'),
    connectorId,
    soc: z.number().min(0).max(100).optional(),
    battery: z.number().positive().optional(),
  }),
  z.strictObject({ step: z.literal('unplug'), connectorId }),
  z.strictObject({ step: z.literal('tap'), connectorId, idTag: z.string().max(20).optional() }),
  z.strictObject({ step: z.literal('stop'), connectorId, reason: stopReason().default('Local') }),
  z.strictObject({
    step: z.literal('fault'),
    connectorId: z.int().min(0).default(1),
    errorCode: chargePointErrorCode().default('InternalError'),
  }),
  z.strictObject({ step: z.literal('recover'), connectorId: z.int().min(0).default(1) }),
  z.strictObject({ step: z.literal('goOffline') }),
  z.strictObject({ step: z.literal('goOnline') }),
  z.strictObject({ step: z.literal('dropSocket') }),
  z.strictObject({
    step: z.literal('reboot'),
    reason: z.enum(['HardReset', 'SoftReset', 'Reboot', 'PowerLoss']).default('Reboot'),
  }),
  z.strictObject({ step: z.literal('failInstall') }),
  z.strictObject({ step: z.literal('renewCertificate') }),
  z.strictObject({
    step: z.literal('securityEvent'),
    type: z.string().max(50).default('TamperDetectionActivated'),
    techInfo: z.string().max(255).optional(),
  }),
  z.strictObject({ step: z.literal('setMeter'), connectorId, wh: z.number().min(0) }),
  z.strictObject({ step: z.literal('wait'), seconds: z.number().min(0) }),
  z.strictObject({
    step: z.literal('call'),
    action: z.string().refine(isIncomingAction, 'no action that a charger may call'),
    request: z.record(z.string(), z.unknown()).default({}),
  }),
  z.strictObject({
    step: z.literal('expectStatus'),
    connectorId,
    status: chargePointStatus(),
    withinSeconds,
  }),
  z.strictObject({
    step: z.literal('expectPower'),
    connectorId,
    watts: z.number().min(0),
    withinSeconds,
  }),
  z.strictObject({ step: z.literal('expect'), event: z.enum(CHARGER_EVENT_TYPES), withinSeconds }),
  z.strictObject({ step: z.literal('idle'), withinSeconds }),
  z.strictObject({ step: z.literal('exit'), code: z.int().min(0).max(255).default(0) }),
]);

/** One step of a script. Durations in seconds; `help.ts` tells what each does. */
export type Step = z.infer<typeof step>;

/** A script as it was read from a file: a list of steps; else one line that says which step is wrong. */
export function parseScript(content: unknown): Result<Step[], string> {
  const parsed = z.array(step, 'a script is a list of steps').safeParse(content);
  if (parsed.success) return success(parsed.data);
  const [issue] = parsed.error.issues;
  const [index, ...field] = issue?.path ?? [];
  if (typeof index !== 'number') return failure(issue?.message ?? 'not a script');
  return failure(`step ${index + 1}${field.length === 0 ? '' : `, ${field.join('.')}`}: ${issue?.message}`);
}
