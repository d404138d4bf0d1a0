-- What chargers with a label should be set to: a list of {key, value, since}. Applied only when their owner says so.
CREATE TABLE label_configurations (
  account_id TEXT NOT NULL,
  label TEXT NOT NULL,
  desired TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, label)
) WITHOUT ROWID;
