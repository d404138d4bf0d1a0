/** As many calls as a charger may plausibly repeat on a new connection. */
const REMEMBERED = 50;
const LONGEST = 8192;

/** Their answers hold the time, by which chargers set their clocks: it is never given twice. */
const ALWAYS_ANEW = new Set(['Heartbeat', 'BootNotification']);

/**
 * The last answers, so that a frame that comes again, letter by letter, gets the same one without being handled again
 * (OCPP-J errata 3.1). Best effort: it is gone with the object's memory, and what must hold has a key in a table.
 */
export class AnsweredFrames {
  private readonly replies = new Map<string, string>();

  find({ text }: { text: string }): string | undefined {
    return this.replies.get(text);
  }

  add({ text, action }: { text: string; action: string }, reply: string): void {
    // Message ids may begin again after a boot.
    if (action === 'BootNotification') this.replies.clear();
    if (ALWAYS_ANEW.has(action) || text.length > LONGEST) return;
    this.replies.set(text, reply);
    const [oldest] = this.replies.keys();
    if (this.replies.size > REMEMBERED && oldest !== undefined) this.replies.delete(oldest);
  }
}
