import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCommandsPage } from '../../scripts/docs/make-commands-page.ts';
import { projectRoot } from '../../scripts/server/project-root.ts';
import { isOutgoingAction, messages } from '../../src/ocpp/v16/messages/index.ts';
import { officialValidator } from '../support/official-schemas.ts';

const page = await readFile(join(projectRoot, 'docs', 'commands.md'), 'utf8');

test('docs/commands.md is what the definitions say', async () => {
  expect(page, 'run npm run docs').toBe(await makeCommandsPage());
});

test('it shows a frame of every message that a Central System may send, valid by the official schemas', () => {
  const frames = [...page.matchAll(/^\[2,.*\]$/gm)].map(
    ([line]) => JSON.parse(line) as [2, string, string, unknown],
  );
  const shown = new Set(frames.map(([, , action]) => action));
  expect([...shown].sort()).toEqual(Object.keys(messages).filter(isOutgoingAction).sort());
  for (const [, , action, payload] of frames) {
    const validate = officialValidator(`urn:${action}.req`);
    expect(validate(payload), `${action}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
});
