import { type RPCClient, RPCServer } from 'ocpp-rpc';
import * as z from 'zod';

// npm ocpp-rpc in strict mode, as its manual shows it: it checks requests and confirmations, and keeps nothing.
const Address = z.object({ port: z.int() });

let transactions = 0;

/** What each message gets, whatever it says. */
function confirmationOf(action: string | undefined): object {
  switch (action) {
    case 'BootNotification':
      return { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 };
    case 'Heartbeat':
      return { currentTime: new Date().toISOString() };
    case 'Authorize':
    case 'StopTransaction':
      return { idTagInfo: { status: 'Accepted' } };
    case 'StartTransaction':
      transactions += 1;
      return { transactionId: transactions, idTagInfo: { status: 'Accepted' } };
    default:
      return {};
  }
}

const server = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true });
server.auth((accept) => accept());
server.on('client', (client: RPCClient) =>
  client.handle(({ method }) => Promise.resolve({ ...confirmationOf(method) })),
);
const listening = await server.listen(0, '127.0.0.1');
if (process.send === undefined) throw new Error('npm run bench starts this.');
process.on('disconnect', () => process.exit());
process.send({ url: `http://127.0.0.1:${Address.parse(listening.address()).port}` });
