import { bundle } from '../../server/bundle.ts';
import { startCapacitor } from '../servers/npm-start.ts';
import { HttpLink } from '../rest/http-link.ts';
import { spreadOf, type Spread } from '../spread.ts';
import { evaluationCpuMs } from './evaluation-cpu.ts';

export interface StartFigures {
  /** What `wrangler deploy` uploads. */
  bundleGzippedBytes: number;
  /** CPU of evaluating the worker's module in workerd: what the platform limits at a start. */
  evaluationMs: Spread;
  /** From `npm start` on built sources and a folder that is set up, until it serves. */
  servingMs: Spread;
  /** The first answer of the API, which makes the app; and the one after it. */
  firstAnswerMs: Spread;
  secondAnswerMs: Spread;
}

const PATH = '/api/v1/chargers';

/** What there is before the first message. */
export async function measureStart(
  runs: number,
  folder: string,
  onProgress: (line: string) => void,
): Promise<StartFigures> {
  const { gzippedBytes, scriptPath } = await bundle();
  await (await startCapacitor(folder)).stop();
  const taken = { evaluation: [0], serving: [0], first: [0], second: [0] };
  for (const list of Object.values(taken)) list.length = 0;
  for (let run = 1; run <= runs; run += 1) {
    onProgress(`start, run ${run} of ${runs}`);
    taken.evaluation.push(await evaluationCpuMs(scriptPath));
    const startedAt = performance.now();
    const server = await startCapacitor(folder);
    taken.serving.push(performance.now() - startedAt);
    const rest = new HttpLink(server.url, server.apiKey);
    taken.first.push((await rest.expect(200, 'GET', PATH)).ms);
    taken.second.push((await rest.expect(200, 'GET', PATH)).ms);
    rest.close();
    await server.stop();
  }
  return {
    bundleGzippedBytes: gzippedBytes,
    evaluationMs: spreadOf(taken.evaluation),
    servingMs: spreadOf(taken.serving),
    firstAnswerMs: spreadOf(taken.first),
    secondAnswerMs: spreadOf(taken.second),
  };
}
