-- Caps that people set; those of the configuration are not in here.
create table budget (
  scope        text not null check (scope in ('RUN', 'CARD', 'PROJECT', 'SUBSCRIPTION')),
  -- The card's or project's id, the subscription's name; of RUN the project whose runs are meant.
  subject      text not null,
  period       text not null check (period in ('TOTAL', 'DAY', 'WEEK', 'MONTH')),
  max_cost_usd numeric(12, 4) check (max_cost_usd > 0),
  max_tokens   bigint check (max_tokens > 0),
  set_by       text not null,
  set_at       timestamptz not null default now(),
  primary key (scope, subject, period),
  check (max_cost_usd is not null or max_tokens is not null)
);

-- Which run has been warned of which budget, so that it is warned once.
create table budget_warning (
  run_id  uuid not null references run (id) on delete cascade,
  scope   text not null,
  subject text not null,
  period  text not null,
  since   timestamptz not null,
  primary key (run_id, scope, subject, period, since)
);

-- What platforms last said about how much of an account's windows is used.
create table subscription_window (
  subscription text not null,
  name         text not null,
  used         double precision not null check (used >= 0),
  resets_at    timestamptz,
  seen_at      timestamptz not null default now(),
  primary key (subscription, name)
);
