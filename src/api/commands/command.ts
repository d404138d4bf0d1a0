import { z } from '@hono/zod-openapi';
import type { CommandBody } from '../../contracts/charger-rpc.ts';
import { CommandOutcome, CommandState } from '../../domain/command.ts';

/** A command and what became of it. */
export const Command = z
  .strictObject({
    commandId: z.string(),
    chargeBoxId: z.string(),
    action: z.string(),
    payload: z.unknown().describe('What was sent.'),
    state: CommandState.describe(
      '`queued` and `sent` are open, all others are final but that `timedOut` and `connectionLost` may turn `late`.',
    ),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    answer: z
      .unknown()
      .describe('What the charger answered, or null. Of an error its code, description and details.'),
    deliverUntil: z.iso
      .datetime()
      .nullable()
      .describe('Until when it waits for a charger that is offline; null: it does not wait.'),
    frames: z
      .strictObject({ sent: z.string().nullable(), received: z.string().nullable() })
      .describe('Both frames as they went over the wire, secrets masked; null for one that has not.'),
    outcome: z
      .strictObject({
        state: CommandOutcome.shape.state,
        expiresAt: z.iso.datetime(),
        transactionId: z.string().nullable().describe('The transaction that it led to.'),
        message: z
          .strictObject({ action: z.string(), messageId: z.string(), receivedAt: z.iso.datetime() })
          .nullable()
          .describe('The message of the charger that it led to.'),
      })
      .nullable()
      .describe('What has to follow an accepted command, where something has to.'),
  })
  .openapi('Command');

export const COMMAND_EXAMPLE = {
  commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
  chargeBoxId: 'CP-OFFICE-01',
  action: 'RemoteStartTransaction',
  payload: { idTag: 'USER-001', connectorId: 1 },
  state: 'answered' as const,
  createdAt: '2025-01-15T10:34:58.220Z',
  sentAt: '2025-01-15T10:34:58.220Z',
  endedAt: '2025-01-15T10:34:58.410Z',
  answer: { status: 'Accepted' },
  deliverUntil: null,
  frames: {
    sent: '[2,"cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b","RemoteStartTransaction",{"idTag":"USER-001","connectorId":1}]',
    received: '[3,"cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b",{"status":"Accepted"}]',
  },
  outcome: {
    state: 'fulfilled' as const,
    expiresAt: '2025-01-15T10:37:28.220Z',
    transactionId: 'txn_019467923f5e7d1a8b6c4e2f0a1d3c5b',
    message: null,
  },
};

/** The command as REST shows it: its payloads are JSON again. */
export function toCommand({ payload, answer, ...command }: CommandBody): z.infer<typeof Command> {
  return Command.parse({
    ...command,
    payload: fromJson(payload),
    answer: answer === null ? null : fromJson(answer),
  });
}

function fromJson(text: string): unknown {
  return JSON.parse(text);
}
