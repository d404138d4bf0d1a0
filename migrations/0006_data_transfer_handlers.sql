-- What an incoming DataTransfer gets, by vendor: a fixed reply, or what a URL answers.
CREATE TABLE data_transfer_handlers (
  account_id TEXT NOT NULL,
  folded_vendor_id TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (account_id, folded_vendor_id)
) WITHOUT ROWID;
