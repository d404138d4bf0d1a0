-- Commands for many chargers at once: the list of an account. What became of each is kept by its own object, which
-- keeps this row up to date and removes it with itself. Ids sort by time, so newest first is this table backwards.
CREATE TABLE bulk_commands (
  account_id TEXT NOT NULL,
  bulk_command_id TEXT NOT NULL,
  action TEXT NOT NULL,
  -- {"chargeBoxIds":["CP-OFFICE-01"],"label":"office","model":"Terra AC","firmwareVersion":"1.8.21"}
  filter TEXT NOT NULL,
  total INTEGER NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (account_id, bulk_command_id)
) WITHOUT ROWID;

-- Chargers by what they are. These columns are written by boots only, and no other change of a charger touches an index
-- on them.
CREATE INDEX chargers_by_model ON chargers (account_id, model, charger_id) WHERE is_provisioned = 1;
CREATE INDEX chargers_by_firmware ON chargers (account_id, firmware_version, charger_id) WHERE is_provisioned = 1;
