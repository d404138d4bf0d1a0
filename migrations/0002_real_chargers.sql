-- Who may charge, in full; and what is kept of those who were refused: tags, and chargers at the door.

-- Which id tags charge in an account: 'closed', only registered ones; 'open', any.
ALTER TABLE accounts ADD COLUMN tag_policy TEXT NOT NULL DEFAULT 'closed';
-- The operator's name as client certificates carry it (security white paper, subject O).
ALTER TABLE accounts ADD COLUMN cpo_name TEXT;
-- counted by the triggers below
ALTER TABLE accounts ADD COLUMN id_tag_count INTEGER NOT NULL DEFAULT 0;

-- NULL is no limit.
ALTER TABLE id_tags ADD COLUMN max_active_transactions INTEGER;
-- ["CP-OFFICE-01"]; NULL is every charger.
ALTER TABLE id_tags ADD COLUMN charge_box_ids TEXT;
CREATE INDEX id_tags_by_status ON id_tags (account_id, status, folded_id_tag);
UPDATE accounts SET id_tag_count = (SELECT COUNT(*) FROM id_tags WHERE id_tags.account_id = accounts.account_id);

-- Tags that were presented and that nobody had registered, one row a tag: what a new fleet's owner registers from.
CREATE TABLE unknown_id_tags (
  account_id TEXT NOT NULL,
  folded_id_tag TEXT NOT NULL,
  id_tag TEXT NOT NULL,
  -- where it was presented last, and what the charger was told
  charge_box_id TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, folded_id_tag)
) WITHOUT ROWID;
CREATE INDEX unknown_id_tags_by_time ON unknown_id_tags (account_id, last_at, folded_id_tag);

-- A tag that is registered is no unknown one any more.
CREATE TRIGGER id_tags_counted AFTER INSERT ON id_tags
BEGIN
  UPDATE accounts SET id_tag_count = id_tag_count + 1 WHERE account_id = NEW.account_id;
  DELETE FROM unknown_id_tags WHERE account_id = NEW.account_id AND folded_id_tag = NEW.folded_id_tag;
END;

CREATE TRIGGER id_tags_uncounted AFTER DELETE ON id_tags
BEGIN
  UPDATE accounts SET id_tag_count = id_tag_count - 1 WHERE account_id = OLD.account_id;
END;

-- Handshakes that were refused, one row for each identity, answer and reason. Strangers write here, so that the table is
-- one ring for the whole instance; it never holds what they authenticated with.
CREATE TABLE refused_connections (
  -- '' where the path named no charger
  folded_id TEXT NOT NULL,
  status INTEGER NOT NULL,
  reason TEXT NOT NULL,
  charge_box_id TEXT NOT NULL,
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  address TEXT,
  user_agent TEXT,
  subprotocols TEXT,
  PRIMARY KEY (folded_id, status, reason)
) WITHOUT ROWID;
CREATE INDEX refused_connections_by_time ON refused_connections (last_at, folded_id, status, reason);

-- The first answer to each POST that named an Idempotency-Key, for a day.
CREATE TABLE idempotent_answers (
  account_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  -- SHA-256 of path and body: the same key for something else is a mistake
  digest TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- NULL while the first request is at work
  status INTEGER,
  body TEXT,
  PRIMARY KEY (account_id, idempotency_key)
) WITHOUT ROWID;
CREATE INDEX idempotent_answers_by_time ON idempotent_answers (created_at);
