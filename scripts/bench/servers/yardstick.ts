import { serveYardstick, YARDSTICKS } from './serve-yardstick.ts';

// A process of its own, as the server is under npm start: what it takes can be told apart from what the load takes.
const [wanted, dataFolder = ''] = process.argv.slice(2);
const name = YARDSTICKS.find((known) => known === wanted);
if (name === undefined || process.send === undefined) throw new Error('npm run bench starts this.');
process.on('disconnect', () => process.exit());
process.send(await serveYardstick(name, dataFolder));
