import { createAccount } from './accounts/create-account.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { listApiKeys } from './api-keys/list-api-keys.ts';
import { revokeApiKey } from './api-keys/revoke-api-key.ts';
import { authorize } from './authorization/authorize.ts';
import { createCharger } from './chargers/create-charger.ts';
import { deleteCharger } from './chargers/delete-charger.ts';
import { listChargers } from './chargers/list-chargers.ts';
import { readCharger } from './chargers/read-charger.ts';
import { updateCharger } from './chargers/update-charger.ts';
import { listConnectors } from './connectors/list-connectors.ts';
import { readConnectorStatus } from './connectors/read-connector-status.ts';
import { readHealth } from './health/read-health.ts';
import { listTransactions } from './transactions/list-transactions.ts';
import { readTransaction } from './transactions/read-transaction.ts';
import { startTransaction } from './transactions/start-transaction.ts';
import { stopTransaction } from './transactions/stop-transaction.ts';

/** Every route under the base path, in the order of the reference. */
export const ROUTES = [
  createCharger,
  listChargers,
  readCharger,
  updateCharger,
  deleteCharger,
  listConnectors,
  readConnectorStatus,
  startTransaction,
  listTransactions,
  stopTransaction,
  readTransaction,
  authorize,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  createAccount,
  readHealth,
] as const;
