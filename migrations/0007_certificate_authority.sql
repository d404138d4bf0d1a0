-- Who certifies the keys of an account's chargers (security white paper A02): {"kind":"builtin"}, or a URL; NULL is nobody.
ALTER TABLE accounts ADD COLUMN certificate_authority TEXT;

-- The built-in authorities, one an account, made at their first use. The private key is encrypted under a digest key.
CREATE TABLE certificate_authorities (
  account_id TEXT PRIMARY KEY,
  -- PEM of the root
  certificate TEXT NOT NULL,
  -- {"keyId","sealed"}
  private_key TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
