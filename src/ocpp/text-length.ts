const MOST_KEPT = 500;

/** Whether `value` has more than `limit` code points; looks no further than it must. */
export function isLongerThan(value: string, limit: number): boolean {
  if (value.length <= limit) {
    return false;
  }
  if (value.length > 2 * limit) {
    return true;
  }
  let count = 0;
  for (const _ of value) {
    count += 1;
    if (count > limit) {
      return true;
    }
  }
  return false;
}

/** Text a charger sent over the length the standard allows, kept to 500 code points. */
export function cutText(text: string): string {
  return text.length <= MOST_KEPT
    ? text
    : Array.from(text.slice(0, 2 * MOST_KEPT))
        .slice(0, MOST_KEPT)
        .join('');
}
