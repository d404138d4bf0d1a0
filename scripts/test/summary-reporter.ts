import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** What a run came to. A file that could not be read, and an error outside of any test, each count as one failure. */
export interface Summary {
  passed: number;
  failed: number;
}

/** Writes the run's summary as JSON to the file that CAPACITOR_TEST_SUMMARY names. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env['CAPACITOR_TEST_SUMMARY'];
    if (file === undefined) return;
    const summary: Summary = { passed: 0, failed: errors.length };
    for (const module of modules) {
      summary.failed += module.errors().length;
      for (const suite of module.children.allSuites()) summary.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') summary.passed += 1;
        // One that never came to a result did not pass.
        else if (state !== 'skipped') summary.failed += 1;
      }
    }
    writeFileSync(file, JSON.stringify(summary));
  }
}
