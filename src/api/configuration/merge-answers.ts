import * as z from 'zod';

interface Answer {
  commandId: string;
  confirmation: Record<string, unknown>;
}

const Lists = z.object({
  configurationKey: z.array(z.unknown()).default([]),
  unknownKey: z.array(z.unknown()).default([]),
});

/**
 * The answers to one question that was asked in parts, as one: the last one says how it ended. `commandIds` where there
 * were several.
 */
export function mergeAnswers<Sent extends Answer>(answers: readonly Sent[]): Sent {
  const [first, ...others] = answers;
  const last = answers.at(-1);
  if (first === undefined || last === undefined) throw new Error('Nothing was asked.');
  if (others.length === 0) return first;
  const lists = answers.map(({ confirmation }) => Lists.parse(confirmation));
  return {
    ...last,
    commandId: first.commandId,
    confirmation: {
      configurationKey: lists.flatMap(({ configurationKey }) => configurationKey),
      unknownKey: lists.flatMap(({ unknownKey }) => unknownKey),
      commandIds: answers.map(({ commandId }) => commandId),
    },
  };
}
