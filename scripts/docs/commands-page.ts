import { expectedOutcome } from '../../src/domain/command-outcome.ts';
import {
  type Action,
  isIncomingAction,
  isOutgoingAction,
  messages,
  type OutgoingAction,
} from '../../src/ocpp/v16/messages/index.ts';
import { PAYLOADS, UNASKED } from './example-payloads.ts';
import type { CommandRoute } from './routes.ts';
import { WHAT_FOLLOWS, WHERE_SEEN } from './what-follows.ts';

export interface CommandsPageSource {
  routes: readonly CommandRoute[];
  messageMeanings: ReadonlyMap<string, string>;
  handlerMeanings: ReadonlyMap<string, string>;
}

const COMMAND_ID = 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b';

const INTRODUCTION = `# Commands

Made by \`npm run docs\` from the definitions of the messages and the routes' OpenAPI document; do not edit it.

Every message that OCPP 1.6J and its security white paper let a Central System send, the routes that send it, an example
of a request, and the frame that the charger gets. The answer's \`status\` is the charger's own word; the command can be
read afterwards under its \`commandId\`, with both frames and its outcome. Paths stand behind \`/api/v1\`, and \`/docs\` of a
running instance tells all of their fields. Behind \`/chargers/{chargeBoxId}\`, \`POST /commands\` sends any of these messages
as it is, and \`POST /bulk-commands\` sends one to many chargers.`;

/** docs/commands.md. Throws where an example does not fit its message, and where a message has none. */
export function commandsPage(source: CommandsPageSource): string {
  const actions = Object.keys(messages).filter((action): action is Action => action in messages);
  const outgoing = actions.filter((action) => isOutgoingAction(action));
  const incoming = actions.filter((action) => isIncomingAction(action));
  return `${[
    INTRODUCTION,
    table(
      ['Message', 'Profile', 'Section', 'Routes'],
      outgoing.map((action) => [
        `[${action}](#${action.toLowerCase()})`,
        messages[action].profile,
        messages[action].section,
        routesOf(source, action)
          .map(({ method, path }) => `\`${method} ${path}\``)
          .join(', ') || 'raw only',
      ]),
    ),
    ...outgoing.map((action) => section(source, action)),
    '## What chargers send',
    'What is odd about a message is tolerated where its meaning is clear, counted, and shown with the charger: see [compatibility](compatibility.md).',
    table(
      ['Message', 'Profile', 'Section', 'What it is for', 'What is done', 'Where it is seen'],
      incoming.map((action) => [
        action,
        messages[action].profile,
        messages[action].section,
        meaning(source.messageMeanings, action),
        meaning(source.handlerMeanings, action),
        WHERE_SEEN[action],
      ]),
    ),
  ].join('\n\n')}\n`;
}

function section(source: CommandsPageSource, action: OutgoingAction): string {
  const { profile, section: standard } = messages[action];
  const routes = routesOf(source, action);
  const examples = routes.map((route) => example(route, action));
  const unasked = UNASKED[action];
  if (routes.length === 0 && unasked === undefined)
    throw new Error(`No route sends ${action}: give an example`);
  const outcome = outcomeOf(action);
  return [
    `## ${action}`,
    `${profile}, ${standard}. ${meaning(source.messageMeanings, action)}`,
    ...examples,
    ...(unasked === undefined ? [] : [fence('json', [frame(action, action, unasked)])]),
    `What follows: ${WHAT_FOLLOWS[action]}${outcome}`,
  ].join('\n\n');
}

/** Until when something has to follow, where the standard says that something does. */
function outcomeOf(action: OutgoingAction): string {
  const minute = { outcomeMs: 60_000, connectionTimeOutMs: 120_000 };
  const expected = expectedOutcome(action, minute);
  return expected === null ? '' : ` Where nothing follows in time, the outcome is \`${expected.otherwise}\`.`;
}

function example(route: CommandRoute, action: OutgoingAction): string {
  const { operationId, method, examplePath, summary } = route;
  const isFirst = route.actions[0] === action;
  const name = isFirst ? operationId : `${operationId} ${action}`;
  const payload = PAYLOADS[name] ?? route.example ?? {};
  const body = isFirst ? route.example : { ...payload, extended: true };
  const hasBody = body !== null && Object.keys(body).length > 0;
  const query = method === 'GET' || (method === 'DELETE' && operationId === 'clearChargingProfiles');
  const parameters = query ? `?${new URLSearchParams(textsOf(payload)).toString()}` : '';
  return [
    `${summary}:`,
    fence('http', [`${method} ${examplePath}${parameters}`, ...(hasBody ? ['', JSON.stringify(body)] : [])]),
    fence('json', [frame(name, action, payload)]),
  ].join('\n\n');
}

function textsOf(payload: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
}

function frame(name: string, action: OutgoingAction, payload: Record<string, unknown>): string {
  const { error } = messages[action].request.safeParse(payload);
  if (error !== undefined) {
    const [issue] = error.issues;
    throw new Error(
      `The example of ${name} is no ${action}: ${issue?.path.join('.')} ${issue?.message}. Give its payload in scripts/docs/example-payloads.ts.`,
    );
  }
  return JSON.stringify([2, COMMAND_ID, action, payload]);
}

function routesOf({ routes }: CommandsPageSource, action: OutgoingAction): CommandRoute[] {
  return routes.filter(({ actions }) => actions.includes(action));
}

function meaning(meanings: ReadonlyMap<string, string>, action: Action): string {
  const text = meanings.get(action);
  if (text === undefined) throw new Error(`Nothing stands above the definition of ${action}`);
  return text;
}

function table(columns: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function fence(language: string, lines: string[]): string {
  return ['```' + language, ...lines, '```'].join('\n');
}
