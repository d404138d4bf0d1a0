import type { ChargerControls } from '../charger-controls.ts';
import type { RefusalCode } from '../connection.ts';
import type { MessageShape } from '../message-shape.ts';

/** The charger's answer, and what it does once the answer is out: confirmation first, then the consequences. */
export interface Answer<Confirmation> {
  confirmation: Confirmation;
  /** Why it answers so, for people who watch. */
  reason?: string;
  afterwards?: () => void;
}

/** It cannot say it with a confirmation. */
export interface Refusal {
  refusal: RefusalCode;
  description: string;
}

/** A command of the server that this charger obeys. */
export interface Command {
  answer(charger: ChargerControls, request: unknown): Answer<Record<string, unknown>> | Refusal;
}

/** A command from its message and the function that obeys it. The request is read by the message's own schema. */
export function defineCommand<Request, Confirmation extends Record<string, unknown>>(
  message: MessageShape<Request, Confirmation>,
  obey: (charger: ChargerControls, request: Request) => Answer<Confirmation> | Refusal,
): Command {
  return {
    answer: (charger, request) => obey(charger, message.request.parse(request)),
  };
}
