import { commandsPage } from './commands-page.ts';
import { readHandlerMeanings, readMessageMeanings } from './meanings.ts';
import { readOpenApiDocument } from './openapi-document.ts';
import { commandRoutes } from './routes.ts';

/** docs/commands.md as it has to be. */
export async function makeCommandsPage(): Promise<string> {
  const [document, messageMeanings, handlerMeanings] = await Promise.all([
    readOpenApiDocument(),
    readMessageMeanings(),
    readHandlerMeanings(),
  ]);
  return commandsPage({ routes: commandRoutes(document), messageMeanings, handlerMeanings });
}
