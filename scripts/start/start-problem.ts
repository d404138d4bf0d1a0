/** What the user can mend: shown as its one line, without a stack trace. */
export class StartProblem extends Error {
  override name = 'StartProblem';
}
