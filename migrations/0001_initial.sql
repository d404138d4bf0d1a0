-- Registrations, keys and the projection of every charger's state: what lists and searches read.
-- Times are milliseconds since the epoch. Every row and every index row that is written is paid for, so an index stands
-- here only where a list needs it, and each list has one that ends in the list's own order: a page reads at most three
-- rows for each item on it, whatever the size of the fleet.

CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- counted by the triggers below as rows are written, so that a list's total reads one row
  charger_count INTEGER NOT NULL DEFAULT 0,
  transaction_count INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE api_keys (
  key_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  -- SHA-256 of the key: it is 192 random bits, so that a slow hash would add nothing
  digest TEXT NOT NULL,
  -- ["read","operate"]
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_by_digest ON api_keys (digest);
CREATE INDEX api_keys_by_account ON api_keys (account_id, key_id);

-- Clustered by account; a charger's id sorts by time of registration, so newest first is this table backwards.
CREATE TABLE chargers (
  account_id TEXT NOT NULL,
  charger_id TEXT NOT NULL,
  charge_box_id TEXT NOT NULL,
  -- NFC, then lower case: identities are unique without case, over all accounts
  folded_id TEXT NOT NULL,
  name TEXT,
  location TEXT,
  labels TEXT NOT NULL DEFAULT '[]',
  registered_at INTEGER NOT NULL,
  -- 0 until its object has been provisioned; the same POST completes a registration that was cut in half
  is_provisioned INTEGER NOT NULL DEFAULT 0,
  -- until then nobody else completes it: of two registrations at once one is told that the id is taken
  claimed_until INTEGER NOT NULL DEFAULT 0,
  -- projected from the account's log
  is_online INTEGER NOT NULL DEFAULT 0,
  last_seen_at INTEGER,
  vendor TEXT,
  model TEXT,
  firmware_version TEXT,
  -- the last event of this charger that is in this row: a batch that comes again changes nothing
  projected_sequence INTEGER NOT NULL DEFAULT 0,
  projected_at INTEGER,
  PRIMARY KEY (account_id, charger_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX chargers_by_folded_id ON chargers (folded_id);
CREATE INDEX chargers_by_prefix ON chargers (account_id, folded_id) WHERE is_provisioned = 1;
CREATE INDEX chargers_by_online ON chargers (account_id, is_online, charger_id) WHERE is_provisioned = 1;

CREATE TABLE charger_labels (
  account_id TEXT NOT NULL,
  label TEXT NOT NULL,
  charger_id TEXT NOT NULL,
  PRIMARY KEY (account_id, label, charger_id)
) WITHOUT ROWID;

-- The last status of each connector, clustered as the filter reads it: a change of status writes this one row.
CREATE TABLE connector_statuses (
  account_id TEXT NOT NULL,
  status TEXT NOT NULL,
  charger_id TEXT NOT NULL,
  connector_id INTEGER NOT NULL,
  projected_sequence INTEGER NOT NULL,
  PRIMARY KEY (account_id, status, charger_id, connector_id)
) WITHOUT ROWID;

CREATE TABLE transactions (
  transaction_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  charger_id TEXT NOT NULL,
  folded_id TEXT NOT NULL,
  folded_id_tag TEXT,
  status TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  -- the answer as REST shows it
  body TEXT NOT NULL
) WITHOUT ROWID;
-- A list without a status merges the two branches of an index; one with a status reads one of them.
CREATE INDEX transactions_by_status ON transactions (account_id, status, start_time, transaction_id);
CREATE INDEX transactions_by_charger ON transactions (account_id, folded_id, status, start_time, transaction_id);
CREATE INDEX transactions_by_id_tag ON transactions (account_id, folded_id_tag, status, start_time, transaction_id);

CREATE TABLE id_tags (
  account_id TEXT NOT NULL,
  -- lower case: idTags are compared without case (OCPP 1.6, CiString)
  folded_id_tag TEXT NOT NULL,
  id_tag TEXT NOT NULL,
  name TEXT,
  status TEXT NOT NULL,
  expiry_date INTEGER,
  parent_id_tag TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, folded_id_tag)
) WITHOUT ROWID;

CREATE TRIGGER chargers_counted AFTER UPDATE OF is_provisioned ON chargers
WHEN OLD.is_provisioned = 0 AND NEW.is_provisioned = 1
BEGIN
  UPDATE accounts SET charger_count = charger_count + 1 WHERE account_id = NEW.account_id;
END;

CREATE TRIGGER chargers_uncounted AFTER DELETE ON chargers
WHEN OLD.is_provisioned = 1
BEGIN
  UPDATE accounts SET charger_count = charger_count - 1 WHERE account_id = OLD.account_id;
END;

CREATE TRIGGER transactions_counted AFTER INSERT ON transactions
BEGIN
  UPDATE accounts SET transaction_count = transaction_count + 1 WHERE account_id = NEW.account_id;
END;
