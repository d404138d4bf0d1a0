/** As many calls as a charger may plausibly repeat on a new connection. */
const REMEMBERED = 50;
const LONGEST = 8192;

/**
 * Heartbeat and BootNotification are answered with the time, by which chargers set their clocks: it is never given twice.
 * The others mean what they say now, and do nothing twice: a charger that gives all its calls one id reports the same
 * status, or presents the same tag, letter by letter again (OCPP-J 4.1.4; field: ids that are used again).
 */
const ALWAYS_ANEW = new Set(['Heartbeat', 'BootNotification', 'StatusNotification', 'Authorize']);

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
