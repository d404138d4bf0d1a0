import { type Command, type CommandEnd, isAcceptance } from '../domain/command.ts';
import { isOutgoingAction } from '../ocpp/v16/messages/index.ts';
import type { Effect, EffectPorts } from './commands/command-rule.ts';
import { commandRules } from './commands/index.ts';
import { writeCommand } from './store/commands.ts';

/** Stores a command that has ended together with what its end changes. Its row is written whatever goes wrong with the rest. */
export function settleCommand(
  command: Command,
  end: CommandEnd,
  ports: EffectPorts,
  commit: (work: () => Effect, now: number) => void,
): void {
  const ended: Command = { ...command, outcome: outcomeOf(command, end) };
  const { action } = command;
  try {
    commit(() => {
      writeCommand(ports.sql, ended);
      return isOutgoingAction(action) ? commandRules[action].settled(ended, end, ports) : {};
    }, ports.now);
  } catch (error) {
    console.error({ message: 'what a command changes was not stored', action, error: String(error) });
    writeCommand(ports.sql, ended);
  }
}

/**
 * What still has to follow. A refused command leads to nothing, unless the charger began what it asked for before it
 * refused; one that was not answered may have been received.
 */
function outcomeOf(command: Command, end: CommandEnd): Command['outcome'] {
  switch (end.state) {
    case 'answered':
      if (!isAcceptance(command.answer)) return fulfilledOnly(command);
      return end.confirmation['status'] === 'Scheduled' ? afterSession(command) : command.outcome;
    case 'timedOut':
    case 'connectionLost':
      return command.sentAt === null ? null : command.outcome;
    case 'callError':
    case 'invalidAnswer':
    case 'expired':
      return fulfilledOnly(command);
  }
}

/** Long enough for any session to end. */
const LONGEST_SESSION_MS = 7 * 86_400_000;

/** What is scheduled follows when the transaction is over (OCPP 1.6 5.2). */
function afterSession({ outcome, createdAt }: Command): Command['outcome'] {
  return outcome === null ? null : { ...outcome, expiresAt: createdAt + LONGEST_SESSION_MS };
}

function fulfilledOnly({ outcome }: Command): Command['outcome'] {
  return outcome?.state === 'fulfilled' ? outcome : null;
}
