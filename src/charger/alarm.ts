/** The part of an object's storage that its alarm needs. */
interface AlarmStorage {
  setAlarm(at: number): Promise<void>;
}

/** The one alarm of an object, shared by all that has a due time; each setting of it is billed as a row. */
export class Alarm {
  private readonly storage: AlarmStorage;
  private readonly waitUntil: (promise: Promise<unknown>) => void;
  private armedAt: number | null;

  /** @param armedAt what the storage said on waking, ms since the epoch */
  constructor(storage: AlarmStorage, waitUntil: (promise: Promise<unknown>) => void, armedAt: number | null) {
    this.storage = storage;
    this.waitUntil = waitUntil;
    this.armedAt = armedAt;
  }

  /** Makes sure that it goes off at `at` or before; set only if that is sooner than it is set already. */
  arm(at: number): void {
    if (this.armedAt !== null && this.armedAt <= at) return;
    this.armedAt = at;
    this.waitUntil(this.storage.setAlarm(at));
  }

  /** It has gone off: nothing is set any more. */
  fired(): void {
    this.armedAt = null;
  }
}
