import { maskAnswer } from '../ocpp/mask-secrets.ts';
import { isOutgoingAction } from '../ocpp/v16/messages/index.ts';
import type { ChargerControls } from './charger-controls.ts';
import { findCommand } from './commands/index.ts';
import type { Reply } from './connection.ts';
import type { ChargerEvent } from './events.ts';

/** What a charger answers to a CALL of the server, and what it does afterwards; an event tells of it. */
export function answerCommand(
  charger: ChargerControls,
  action: string,
  request: unknown,
  emit: (event: ChargerEvent) => void,
): Reply {
  const command = isOutgoingAction(action) ? findCommand(action, charger.configuration) : null;
  if (command === null) {
    return { kind: 'error', code: 'NotSupported', description: `This charger does not support ${action}` };
  }
  const answer = command.answer(charger, request);
  const told = { type: 'commandReceived', action, request: maskAnswer(request) } as const;
  if ('refusal' in answer) {
    emit({ ...told, reply: { status: answer.refusal }, reason: answer.description });
    return { kind: 'error', code: answer.refusal, description: answer.description };
  }
  const { confirmation, afterwards, reason = null } = answer;
  emit({ ...told, reply: confirmation, reason });
  return { kind: 'confirmation', payload: confirmation, afterwards };
}
