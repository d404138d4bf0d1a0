-- How long an account keeps what, as far as it has said so, and whether it is exported before it is deleted.
ALTER TABLE accounts ADD COLUMN retention TEXT NOT NULL DEFAULT '{}';
ALTER TABLE accounts ADD COLUMN is_exported INTEGER NOT NULL DEFAULT 0;

-- Finished transactions age out where the account says so.
CREATE TRIGGER transactions_uncounted AFTER DELETE ON transactions
BEGIN
  UPDATE accounts SET transaction_count = transaction_count - 1 WHERE account_id = OLD.account_id;
END;
