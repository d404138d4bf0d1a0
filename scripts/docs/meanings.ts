import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../server/project-root.ts';

/** `Charge Point to Central System (OCPP 1.6 4.1). `: direction and section have columns of their own. */
const PREAMBLE = /^(Charge Point to Central System|Central System to Charge Point|Both ways) \([^)]*\)\. /;

/** What each message is for, by action: the text above its definition. Throws where one has none. */
export function readMessageMeanings(): Promise<Map<string, string>> {
  return readDocstrings(join('src', 'ocpp', 'v16', 'messages'), 'defineMessage');
}

/** What is done with each message of a charger, by action: the text above its handler. Throws where one has none. */
export function readHandlerMeanings(): Promise<Map<string, string>> {
  return readDocstrings(join('src', 'charger', 'handlers'), 'defineHandler');
}

async function readDocstrings(folder: string, definer: string): Promise<Map<string, string>> {
  const meanings = new Map<string, string>();
  const names = await readdir(join(projectRoot, folder), { recursive: true });
  for (const name of names.filter((file) => file.endsWith('.ts'))) {
    const source = await readFile(join(projectRoot, folder, name), 'utf8');
    const definition = new RegExp(`/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*export const (\\w+) = ${definer}\\(`);
    const [, comment, constant] = definition.exec(source) ?? [];
    if (comment === undefined || constant === undefined) continue;
    const text = comment
      .replaceAll(/^\s*\* ?/gm, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
    meanings.set(`${constant.charAt(0).toUpperCase()}${constant.slice(1)}`, text.replace(PREAMBLE, ''));
  }
  return meanings;
}
