import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { quietWrangler } from '../server/bundle.ts';
import { projectRoot } from '../server/project-root.ts';
import type { DayPlan } from './day-plan.ts';
import { Usage } from './usage.ts';

/**
 * Plays the day inside workerd. Only there are the objects' own clock and the platform's counters at hand, so the play
 * is a test file, run by the project of the worker's tests.
 */
export async function measureUsage(plan: DayPlan): Promise<Usage> {
  Object.assign(process.env, quietWrangler);
  const vitest = await startVitest([], {
    root: projectRoot,
    config: join(projectRoot, 'scripts', 'cost', 'vitest.config.ts'),
    watch: false,
    provide: { dayPlan: plan },
    reporters: [{}],
  });
  try {
    const [played] = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
    const [failure] = played?.result().errors ?? [];
    if (failure !== undefined) throw new Error(failure.message);
    return Usage.parse(Reflect.get(played?.meta() ?? {}, 'usage'));
  } finally {
    await vitest.close();
  }
}
