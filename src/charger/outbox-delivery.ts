import type { ChargerEvent } from '../contracts/charger-event.ts';

interface DeliveryPorts {
  /** The oldest undelivered events after a sequence. */
  read: (through: number) => ChargerEvent[];
  discard: (through: number) => void;
  append: (events: ChargerEvent[]) => Promise<{ through: number }>;
}

/**
 * Empties the outbox into the account's log, one delivery at a time. The charger never waits for it: what it was told
 * is stored here already, and the log takes nothing twice.
 */
export class OutboxDelivery {
  private readonly ports: DeliveryPorts;
  private through = 0;
  private running: Promise<boolean> | null = null;

  constructor(ports: DeliveryPorts) {
    this.ports = ports;
  }

  /** Delivers all there is, and what is added meanwhile. False when the log did not take it. */
  deliver(): Promise<boolean> {
    this.running ??= this.deliverAll().finally(() => {
      this.running = null;
    });
    return this.running;
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
    for (;;) {
      try {
        const events = this.ports.read(this.through);
        if (events.length === 0) return true;
        const { through } = await this.ports.append(events);
        this.through = Math.max(through, events.at(-1)?.sequence ?? 0);
      } catch (error) {
        console.error({ message: 'the log did not take events', error: String(error) });
        return false;
      }
      this.ports.discard(this.through);
    }
  }
}
