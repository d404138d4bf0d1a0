import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../scripts/server/project-root.ts';
import { ENERGY_ANOMALY_MEANINGS } from '../../src/domain/energy/anomaly.ts';
import { CHARGER_FLAG_MEANINGS } from '../../src/domain/flag.ts';
import { ChargerSettings } from '../../src/domain/registration.ts';
import { TOLERANCE_MEANINGS } from '../../src/ocpp/tolerance.ts';

const page = await readFile(join(projectRoot, 'docs', 'compatibility.md'), 'utf8');
const meanings = { ...TOLERANCE_MEANINGS, ...CHARGER_FLAG_MEANINGS, ...ENERGY_ANOMALY_MEANINGS };

/** The rows of the tables of quirks: quirk, seen on, what we do, flag, setting, test. */
const quirks = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 8 && cells[1] !== 'Quirk' && !cells[1]?.startsWith('---'))
  .map(([, quirk, seenOn, answer, flags, setting, file]) => ({
    quirk,
    seenOn,
    answer,
    flags,
    setting,
    file,
  }));

function codes(cell: string | undefined): string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}

describe('docs/compatibility.md', () => {
  test('lists every flag with its meaning, and no other', () => {
    const listed = [...page.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, name, meaning]) => [
      name,
      meaning,
    ]);
    expect(Object.fromEntries(listed)).toEqual(meanings);
    expect(listed).toHaveLength(Object.keys(meanings).length);
  });

  test('no two flags share a name', () => {
    const records = [TOLERANCE_MEANINGS, CHARGER_FLAG_MEANINGS, ENERGY_ANOMALY_MEANINGS];
    const names = records.flatMap((record) => Object.keys(record));
    expect(new Set(names).size).toBe(names.length);
  });

  test('has quirks', () => {
    expect(quirks.length).toBeGreaterThan(70);
  });

  test.each(quirks)(
    '$quirk: names flags and settings that exist, and a test that is there and raises them',
    async (row) => {
      const [file = ''] = codes(row.file);
      expect(existsSync(join(projectRoot, file)), file).toBe(true);
      const source = await readFile(join(projectRoot, file), 'utf8');
      const flags = codes(row.flags);
      expect(flags.filter((flag) => !(flag in meanings))).toEqual([]);
      expect(flags.filter((flag) => file.startsWith('test/server/') && !source.includes(flag))).toEqual([]);
      const own = ['registration', 'securityProfile', 'Pending', 'Rejected'];
      const settings = [...Object.keys(ChargerSettings.shape), ...own];
      expect(codes(row.setting).filter((setting) => !settings.includes(setting))).toEqual([]);
      expect(row.seenOn).not.toBe('');
    },
  );
});
