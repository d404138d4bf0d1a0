import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFrame, type WireFrame } from './wire-frame.ts';

/** Enough for the row of bad frames that closes a connection, and the batch before it. */
const REMEMBERED = 150;
const SHOWN = 12;
const SHOWN_LENGTH = 160;

/** The last that a charger did, by which a fault can be found again. */
export class SentFrames {
  private readonly entries: (WireFrame | string)[] = [];

  add(entry: WireFrame | string): void {
    this.entries.push(entry);
    if (this.entries.length > REMEMBERED) this.entries.shift();
  }

  /** The very last ones, shortened. */
  shown(): string[] {
    return this.entries.slice(-SHOWN).map((entry) => {
      const line = describe(entry);
      return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}… (${line.length})` : line;
    });
  }

  /** Writes all of them, whole, to a new file; gives its path. */
  async write(): Promise<string> {
    const path = join(await mkdtemp(join(tmpdir(), 'capacitor-fuzz-')), 'frames.txt');
    await writeFile(path, `${this.entries.map(describe).join('\n')}\n`);
    return path;
  }
}

function describe(entry: WireFrame | string): string {
  return typeof entry === 'string' ? `-- ${entry}` : describeFrame(entry);
}
