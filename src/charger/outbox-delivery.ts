import type { ChargerEvent } from '../contracts/charger-event.ts';

interface DeliveryPorts {
  /** The oldest undelivered events after a sequence. */
  read: (through: number) => ChargerEvent[];
  /** The log holds all up to a sequence, so many of them since the last time. */
  discard: (through: number, count: number) => void;
  append: (events: ChargerEvent[]) => Promise<{ through: number }>;
}

/**
 * Empties the outbox into the account's log, one delivery at a time. The charger never waits for it: what it was told
 * is stored here already, and the log takes nothing twice.
 */
export class OutboxDelivery {
  private readonly ports: DeliveryPorts;
  private through = 0;
  private isRunning = false;
  /** There may be more than the last look has shown. */
  private mayBeMore = false;
  private latest: Promise<boolean> = Promise.resolve(true);

  constructor(ports: DeliveryPorts) {
    this.ports = ports;
  }

  /**
   * Delivers all there is, and what is added meanwhile. False when the log did not take it. To be called behind whatever
   * adds events: a delivery of a single event has no second look.
   */
  deliver(): Promise<boolean> {
    this.mayBeMore = true;
    if (!this.isRunning) {
      this.isRunning = true;
      this.latest = this.deliverAll();
    }
    return this.latest;
  }

  /** Whether the log answers, also when there is nothing to deliver. */
  async isLogThere(): Promise<boolean> {
    try {
      await this.ports.append([]);
      return true;
    } catch (error) {
      console.error({ message: 'the log does not answer', error: String(error) });
      return false;
    }
  }

  private async deliverAll(): Promise<boolean> {
    try {
      while (this.mayBeMore) {
        this.mayBeMore = false;
        const events = this.ports.read(this.through);
        const last = events.at(-1);
        if (last === undefined) return true;
        // Of several, more may wait than go at once.
        if (events.length > 1) this.mayBeMore = true;
        const { through } = await this.append(events);
        if (through < last.sequence) throw new Error(`it holds ${through} of ${last.sequence}`);
        this.through = last.sequence;
        this.ports.discard(this.through, events.length);
      }
      return true;
    } catch (error) {
      console.error({ message: 'the log did not take events', error: String(error) });
      return false;
    } finally {
      // In one go with the last look: what comes right behind it is not taken for delivered.
      this.isRunning = false;
    }
  }

  private async append(events: ChargerEvent[]): Promise<{ through: number }> {
    try {
      return await this.ports.append(events);
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error;
      return this.ports.append(events);
    }
  }
}

/** A log that was lost with its host, or moved, is there again at once; one that is overloaded is left alone. */
function isWorthAnotherTry(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const isSet = (name: string) => Reflect.get(error, name) === true;
  return (isSet('retryable') || isSet('durableObjectReset')) && !isSet('overloaded');
}
