-- Who may come in besides the owner, and what they did.

create table api_token (
  id           uuid primary key default gen_random_uuid(),
  name         text not null check (length(name) between 1 and 100),
  -- SHA-256 of the token. The token is 256 random bits, so there is nothing to guess and nothing to salt.
  hash         bytea not null unique check (octet_length(hash) = 32),
  role         text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
  created_by   text not null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz check (expires_at > created_at),
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create unique index api_token_name on api_token (lower(name)) where revoked_at is null;

-- Who has come by single sign-on, with the role that the newest token of theirs gives them.
create table person (
  -- "oidc:", the issuer, a blank, the subject.
  id              text primary key,
  name            text not null,
  -- null: the provider knows them, but none of their groups has a role here.
  role            text check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
  token_issued_at timestamptz not null,
  first_seen_at   timestamptz not null default now(),
  last_seen_at    timestamptz not null default now()
);

create table audit_entry (
  id             bigint generated always as identity primary key,
  at             timestamptz not null default clock_timestamp(),
  actor          text not null,
  actor_id       text not null,
  role           text,
  authentication text not null,
  operation      text not null,
  subject        text,
  detail         text,
  -- null while it is under way, and for ever if the server died meanwhile.
  result         text
);
create index audit_entry_by_actor on audit_entry (actor, id);
create index audit_entry_by_subject on audit_entry (subject, id) where subject is not null;
create index audit_entry_by_time on audit_entry (at);

-- Append-only: of an entry only the end may be filled in, once, and only what is older than a day can go.
create function audit_entry_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.at > now() - interval '1 day' then
      raise exception 'an audit entry is kept for a day at least';
    end if;
    return old;
  end if;
  if old.result is not null or new.result is null
      or (new.id, new.at, new.actor, new.actor_id, new.role, new.authentication, new.operation, new.detail)
         is distinct from (old.id, old.at, old.actor, old.actor_id, old.role, old.authentication, old.operation, old.detail)
      or (old.subject is not null and new.subject is distinct from old.subject) then
    raise exception 'an audit entry does not change';
  end if;
  return new;
end $$;
create trigger audit_entry_kept before update or delete on audit_entry for each row execute function audit_entry_kept();
create function audit_not_truncated() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is not truncated';
end $$;
create trigger audit_not_truncated before truncate on audit_entry execute function audit_not_truncated();
