import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCommandsPage } from './docs/make-commands-page.ts';
import { projectRoot } from './server/project-root.ts';

const HELP = `Makes docs/commands.md: every message, the routes that send it, an example and the frame it becomes.

Usage: npm run docs

  --help          this text

It is made from the definitions in src/ocpp/v16/messages and the routes in src/api; a test fails where it is not up to date.
`;

async function main(arguments_: readonly string[]): Promise<number> {
  if (arguments_.includes('--help') || arguments_.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (arguments_.length > 0) {
    console.error(`Unknown: ${arguments_.join(' ')}\nSee npm run docs -- --help`);
    return 2;
  }
  const file = join('docs', 'commands.md');
  await writeFile(join(projectRoot, file), await makeCommandsPage());
  console.log(`${file} is up to date`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
