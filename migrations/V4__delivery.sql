-- What delivery keeps: how a project is built and deployed, how far a card has come, and what the outside has told us.

create table project_delivery (
  project_id uuid primary key references project (id) on delete cascade,
  settings   jsonb not null,
  updated_at timestamptz not null default now()
);

-- How far a card's delivery has come. What is done to another system is noted here before, so that doing it twice is seen.
create table card_delivery (
  card_id             uuid primary key references card (id) on delete cascade,
  repository          text,
  pull_request_number int,
  -- The commit that the remote branch was last brought to: builds count for this one only.
  pushed_commit       text,
  -- The transition whose build was asked for by name, and when.
  dispatched_for      bigint,
  dispatched_at       timestamptz,
  -- The commit whose failed jobs were run once more, what had failed, and its log.
  rerun_commit        text,
  rerun_what          text,
  rerun_log           text,
  -- The commit on the default branch that the card became.
  merge_commit        text,
  -- Evidence that has to last: since when what is waited for, or what is feared, is seen.
  settled_since       timestamptz,
  troubled_since      timestamptz,
  -- The deploy under way: the transition it was asked for, when, and what to go back to.
  deploy_for          bigint,
  deploy_asked_at     timestamptz,
  previous_history_id bigint,
  reviewed_at         timestamptz
);
create index card_delivery_by_commit on card_delivery (pushed_commit);
create index card_delivery_by_pull_request on card_delivery (repository, pull_request_number);

alter table review_comment
  -- Names where it comes from, so that it is read once; null for what a person has said here.
  add column external_id text,
  -- Whether its author may write to the repository.
  add column trusted boolean not null default true,
  add constraint review_comment_external unique (card_id, external_id);

-- The branch's commit when it happened: the same failure of the same commit again means that nothing was repaired.
alter table card_error add column head_commit text;

-- Deliveries of webhooks that have been seen. Forgotten after a week.
create table webhook_delivery (
  id          text primary key,
  event       text not null,
  received_at timestamptz not null default now()
);
create index webhook_delivery_by_time on webhook_delivery (received_at);

-- What is to be told to people elsewhere, once per place and occasion.
create table notification (
  id              uuid primary key default gen_random_uuid(),
  card_id         uuid not null references card (id) on delete cascade,
  target          text not null,
  kind            text not null check (kind in ('NEEDS_YOU', 'COMPLETED', 'FAILED')),
  message         text not null,
  at              timestamptz not null,
  attempts        int not null default 0,
  next_attempt_at timestamptz not null default now(),
  delivered_at    timestamptz,
  unique (card_id, target, kind, at)
);
create index notification_open on notification (next_attempt_at) where delivered_at is null;
