/** Ends a switch over a closed union: a member that nobody handles does not compile, and throws if it ever gets here. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
