-- Where each command went; what became of it is kept by its charger's object. Ids sort by time.
CREATE TABLE command_owners (
  command_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  charge_box_id TEXT NOT NULL
) WITHOUT ROWID;
