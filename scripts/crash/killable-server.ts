import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../server/bundle.ts';
import { newSecrets } from '../start/secrets.ts';
import { type Ready, ServerProcess } from './server-process.ts';

const PROGRAM = join(import.meta.dirname, 'serve-child.ts');

/** Linux keeps in memory what is written here: a kill of the process leaves it, as it leaves what is on a disk. */
const MEMORY = '/dev/shm';

/** One server after the other on the same data, each in a process of its own. */
export class KillableServer {
  readonly dataFolder: string;
  readonly adminToken: string;
  private readonly order: object;
  private process: ServerProcess | null = null;
  /** Loaded while the one before it serves, so that a restart takes what it takes and no more. */
  private next = ServerProcess.load(PROGRAM);
  private ready: Ready | null = null;

  private constructor(dataFolder: string, adminToken: string, order: object) {
    this.dataFolder = dataFolder;
    this.adminToken = adminToken;
    this.order = order;
  }

  /** The worker as it is built now, in a new data folder: what is built later does not come between its starts. */
  static async create(): Promise<KillableServer> {
    const dataFolder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'capacitor-crash-'));
    const built = await bundle();
    const scriptPath = join(dataFolder, 'worker.js');
    await copyFile(built.scriptPath, scriptPath);
    const { adminToken, digestKeys } = newSecrets();
    const bindings = { ADMIN_TOKEN: adminToken, DIGEST_KEYS: digestKeys, KEY_ENVIRONMENT: 'test' };
    return new KillableServer(dataFolder, adminToken, {
      bundle: { ...built, scriptPath },
      dataFolder: join(dataFolder, 'state'),
      bindings,
    });
  }

  /** Where it serves; null while it does not. */
  get url(): string | null {
    return this.ready?.url ?? null;
  }

  /** Starts it; null where it was killed before it served. */
  async start({ canReadObjects = false } = {}): Promise<Ready | null> {
    const process = this.next;
    this.process = process;
    this.next = ServerProcess.load(PROGRAM);
    process.start({ ...this.order, canReadObjects });
    const isKilled = () => this.process !== process;
    try {
      const ready = await process.ready;
      if (isKilled()) return null;
      this.ready = ready;
      return ready;
    } catch (error) {
      if (isKilled()) return null;
      throw error;
    }
  }

  async kill(): Promise<void> {
    const { process } = this;
    if (process === null) return;
    this.process = null;
    this.ready = null;
    await process.kill();
  }

  /** Ends everything; the data stay. */
  async stop(): Promise<void> {
    await this.kill();
    await this.next.kill();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dataFolder, { recursive: true, force: true });
  }
}
