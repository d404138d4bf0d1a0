const DECIMAL = /^[+-]?\d+(\.\d+)?$/;

/** The number a text writes out in decimal, if nothing of it is lost; undefined otherwise. */
export function numberFromText(text: string): number | undefined {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) {
    return undefined;
  }
  const number = Number(trimmed);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

/** The text of a number, if JSON has not already lost some of its digits; undefined otherwise. */
export function textFromNumber(number: number): string | undefined {
  const isExact = Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
  return isExact ? String(number) : undefined;
}
