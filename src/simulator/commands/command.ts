import type { ChargerControls } from '../charger-controls.ts';
import type { MessageShape } from '../message-shape.ts';

/** The charger's answer, and what it does once the answer is out: confirmation first, then the consequences. */
export interface Answer<Confirmation> {
  confirmation: Confirmation;
  afterwards?: () => void;
}

/** A command of the server that this charger obeys. */
export interface Command {
  readonly action: string;
  answer(charger: ChargerControls, request: unknown): Answer<Record<string, unknown>>;
}

/** A command from its message and the function that obeys it. The request is read by the message's own schema. */
export function defineCommand<Request, Confirmation extends Record<string, unknown>>(
  message: MessageShape<Request, Confirmation>,
  obey: (charger: ChargerControls, request: Request) => Answer<Confirmation>,
): Command {
  return {
    action: message.action,
    answer: (charger, request) => obey(charger, message.request.parse(request)),
  };
}
