-- Credentials that admins store here instead of in the configuration. Each is encrypted with a key of its own, and that key with
-- the server's: changing the server's key rewrites the small keys only.
create table secret (
  name        text primary key check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  -- Which of the server's keys: the beginning of its SHA-256.
  key_id      text not null,
  wrapped_key bytea not null,
  sealed      bytea not null,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now()
);
