import { EventEmitter } from 'node:events';

import type { ChargerEvent, ChargerEventOf } from './events.ts';

/** Tells what happens to a charger to whoever listens. */
export class ChargerEvents {
  readonly #emitter = new EventEmitter<{ event: [ChargerEvent] }>();

  constructor() {
    // One charger may have many that wait at once, a script and tests among them.
    this.#emitter.setMaxListeners(0);
  }

  emit(event: ChargerEvent): void {
    this.#emitter.emit('event', event);
  }

  /** Hears every event; the answer ends that. */
  listen(listener: (event: ChargerEvent) => void): () => void {
    this.#emitter.on('event', listener);
    return () => void this.#emitter.off('event', listener);
  }

  /** The next event of a type that `where` accepts. Rejects when the signal comes first. */
  next<Type extends ChargerEvent['type']>(
    type: Type,
    where: (event: ChargerEventOf<Type>) => boolean,
    signal?: AbortSignal,
  ): Promise<ChargerEventOf<Type>> {
    const isOfType = (event: ChargerEvent): event is ChargerEventOf<Type> => event.type === type;
    return new Promise((resolve, reject) => {
      const end = this.listen((event) => {
        if (!isOfType(event) || !where(event)) return;
        end();
        resolve(event);
      });
      signal?.addEventListener('abort', () => {
        end();
        reject(new Error(`no ${type}: ${String(signal.reason)}`));
      });
    });
  }
}
