-- What is known of an account beyond one run: shared by all servers, and still known after a restart.
create table subscription_health (
  name          text primary key,
  -- Its login was refused, and nothing has worked with it since.
  refused_at    timestamptz,
  refusal       text,
  -- Its usage limit is reached until then.
  parked_until  timestamptz,
  limit_message text,
  check ((refused_at is null) = (refusal is null)),
  check ((parked_until is null) = (limit_message is null))
);

-- What a card does when the limit of its account is reached; a card's null means "the project's".
alter table project add column on_usage_limit text not null default 'WAIT'
  check (on_usage_limit in ('WAIT', 'FAIL_OVER', 'STOP'));
alter table card add column on_usage_limit text check (on_usage_limit in ('WAIT', 'FAIL_OVER', 'STOP'));

-- A run may change its account; a session can be resumed only where it was opened.
alter table iteration add column platform text, add column subscription text;
update iteration i set platform = r.platform, subscription = r.subscription from run r where r.id = i.run_id;
