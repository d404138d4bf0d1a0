import { bundle } from './server/bundle.ts';

const startedAt = performance.now();
const { scriptPath, gzippedBytes, isFresh } = await bundle();
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
const kilobytes = (gzippedBytes / 1024).toFixed(1);
console.log(`${scriptPath}: ${kilobytes} KB gzipped, ${isFresh ? `built in ${seconds} s` : 'unchanged'}`);
