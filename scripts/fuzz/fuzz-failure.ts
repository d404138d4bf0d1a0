/** The server did what it must not, in words. */
export class FuzzFailure extends Error {
  override name = 'FuzzFailure';
}
