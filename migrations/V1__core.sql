-- The row is the truth: every table a card needs on its way from draft to completed.
-- Times are the database's clock, money is USD as numeric, tokens are counts.

create table project (
  id                  uuid primary key default gen_random_uuid(),
  name                text not null check (length(name) between 1 and 200),
  description         text,
  repository_url      text,
  repository_path     text not null,
  default_branch      text not null,
  tech_stack          text[] not null default '{}',
  coding_conventions  text,
  setup_command       text,
  check_command       text,
  build_enabled       boolean not null default false,
  deploy_enabled      boolean not null default false,
  merge_on_completion boolean not null default false,
  auto_approve_plan   boolean not null default false,
  auto_approve_review boolean not null default false,
  subscription        text,
  max_iterations      int not null check (max_iterations > 0),
  max_runtime_seconds int not null check (max_runtime_seconds > 0),
  max_cost_usd        numeric(12, 4) not null check (max_cost_usd >= 0),
  next_card_number    int not null default 1,
  version             int not null default 1,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now()
);

create table card (
  id                  uuid primary key default gen_random_uuid(),
  project_id          uuid not null references project (id),
  number              int not null,
  title               text not null check (length(title) between 1 and 300),
  description         text,
  task_prompt         text not null default '',
  labels              text[] not null default '{}',
  priority            int not null default 2 check (priority between 0 and 4),
  plan                text,
  state               text not null default 'DRAFT',
  previous_state      text,
  state_changed_at    timestamptz not null default now(),
  -- Where the card failed: the way back out of ERROR_FIXING and FAILED.
  failed_in           text,
  error_count         int not null default 0,
  max_retries         int not null default 3 check (max_retries between 0 and 100),
  -- The card's own wish and limits; null means "the project's".
  subscription        text,
  max_iterations      int check (max_iterations > 0),
  max_runtime_seconds int check (max_runtime_seconds > 0),
  max_cost_usd        numeric(12, 4) check (max_cost_usd >= 0),
  branch              text,
  worktree_path       text,
  base_commit         text,
  head_commit         text,
  pull_request_url    text,
  -- Evidence that delivery has recorded, read by the guards; cleared when a deploy starts.
  deploy_synced       boolean not null default false,
  health_passed       boolean not null default false,
  attention_reason    text,
  attention_message   text,
  attention_since     timestamptz,
  -- What a person edits carries a version; what feeds compare is the revision, which every change of the row takes up.
  version             int not null default 1,
  revision            bigint not null default 1,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  unique (project_id, number),
  check ((attention_reason is null) = (attention_message is null)),
  check ((attention_reason is null) = (attention_since is null))
);
create index card_by_change on card (project_id, updated_at desc, id desc);
create index card_recently_changed on card (updated_at);

create function card_revised() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  -- The time of the change, not of its transaction: feeds and pages go by its order.
  new.updated_at := clock_timestamp();
  return new;
end $$;
create trigger card_revised before update on card for each row execute function card_revised();

create table acceptance_criterion (
  id          uuid primary key default gen_random_uuid(),
  card_id     uuid not null references card (id) on delete cascade,
  position    int not null,
  description text not null,
  met         boolean not null default false,
  unique (card_id, position)
);

create table card_transition (
  id         bigint generated always as identity primary key,
  card_id    uuid not null references card (id) on delete cascade,
  from_state text not null,
  to_state   text not null,
  trigger    text not null,
  actor      text not null,
  reason     text,
  -- Names what fired it (a run's end, an action's finding), so that firing it twice moves the card once.
  fired_by   text unique,
  at         timestamptz not null default now()
);
create index card_transition_by_card on card_transition (card_id, id);

-- The outbox: written with the transition, drained by the action executor, one card's actions in order.
create table card_action (
  id              bigint generated always as identity primary key,
  card_id         uuid not null references card (id) on delete cascade,
  transition_id   bigint not null references card_transition (id) on delete cascade,
  action          text not null,
  payload         jsonb,
  state           text not null default 'PENDING'
                  check (state in ('PENDING', 'RUNNING', 'DONE', 'FAILED', 'SUPERSEDED')),
  attempts        int not null default 0,
  next_attempt_at timestamptz not null default now(),
  owner           text,
  lease_until     timestamptz,
  result          text,
  created_at      timestamptz not null default now(),
  finished_at     timestamptz,
  unique (transition_id, action)
);
create index card_action_open on card_action (card_id, id) where state in ('PENDING', 'RUNNING');

create table card_error (
  id            uuid primary key default gen_random_uuid(),
  card_id       uuid not null references card (id) on delete cascade,
  transition_id bigint references card_transition (id) on delete cascade,
  category      text not null,
  message       text not null,
  context       text,
  source_state  text not null,
  resolved      boolean not null default false,
  at            timestamptz not null default now(),
  unique (transition_id, category)
);
create index card_error_by_card on card_error (card_id, at);

create table review_comment (
  id         uuid primary key default gen_random_uuid(),
  card_id    uuid not null references card (id) on delete cascade,
  path       text,
  line       int check (line > 0),
  text       text not null,
  author     text not null,
  resolved   boolean not null default false,
  created_at timestamptz not null default now()
);
create index review_comment_by_card on review_comment (card_id, created_at);

-- Epochs only ever grow, over all runs: a worktree's guard compares them between runs of one card too.
create sequence run_epoch;

-- One run of the agent loop. Claimed by owner + epoch; every write a run makes carries both.
create table run (
  id                          uuid primary key default gen_random_uuid(),
  card_id                     uuid not null references card (id) on delete cascade,
  transition_id               bigint unique references card_transition (id),
  stage                       text not null check (stage in ('PLAN', 'CODE', 'FIX')),
  state                       text not null default 'QUEUED'
                              check (state in ('QUEUED', 'RUNNING', 'PAUSED', 'PARKED', 'FINISHED')),
  stop_reason                 text,
  message                     text,
  platform                    text not null,
  subscription                text not null,
  model                       text,
  max_iterations              int not null,
  max_runtime_seconds         int not null,
  max_cost_usd                numeric(12, 4) not null,
  iteration                   int not null default 0,
  input_tokens                bigint not null default 0,
  cache_creation_input_tokens bigint not null default 0,
  cache_read_input_tokens     bigint not null default 0,
  output_tokens               bigint not null default 0,
  cost_usd                    numeric(14, 6) not null default 0,
  parked_until                timestamptz,
  -- The iteration after which the run last waited: what it waited for is not waited for again.
  rested_after                int not null default 0,
  last_seq                    bigint not null default 0,
  -- Do not go on from what an earlier run of the card left.
  clean                       boolean not null default false,
  pause_requested             boolean not null default false,
  stop_requested              boolean not null default false,
  -- Whether the card's machine has been told how the run ended.
  end_reported                boolean not null default false,
  owner                       text,
  epoch                       bigint not null default 0,
  lease_until                 timestamptz,
  queued_at                   timestamptz not null default now(),
  started_at                  timestamptz,
  ended_at                    timestamptz,
  check ((state = 'FINISHED') = (stop_reason is not null))
);
create unique index run_one_open_per_card on run (card_id) where state <> 'FINISHED';
create index run_by_card on run (card_id, queued_at);
create index run_end_unreported on run (ended_at) where state = 'FINISHED' and not end_reported;
create index run_open on run (queued_at) where state <> 'FINISHED';

create table iteration (
  run_id                      uuid not null references run (id) on delete cascade,
  number                      int not null check (number > 0),
  prompt                      text not null,
  -- Where the runner keeps the process and its output; opaque outside the runner.
  runner_handle               text,
  -- Bytes of the spool that the journal already holds.
  stdout_offset               bigint not null default 0,
  stderr_offset               bigint not null default 0,
  spool_discarded             boolean not null default false,
  agent_session_id            text,
  resumed_session_id          text,
  started_at                  timestamptz not null default now(),
  ended_at                    timestamptz,
  exit_code                   int,
  outcome                     text,
  response_summary            text,
  -- What went wrong, or what the server found missing when the agent said it was done: goes into the next prompt.
  message                     text,
  resets_at                   timestamptz,
  commit_sha                  text,
  files_changed               int not null default 0,
  input_tokens                bigint not null default 0,
  cache_creation_input_tokens bigint not null default 0,
  cache_read_input_tokens     bigint not null default 0,
  output_tokens               bigint not null default 0,
  cost_usd                    numeric(14, 6) not null default 0,
  primary key (run_id, number)
);

-- The journal. seq is gapless per run because only the holder of the run's lease assigns it.
create table run_event (
  run_id         uuid not null references run (id) on delete cascade,
  seq            bigint not null,
  iteration      int not null,
  at             timestamptz not null,
  kind           text not null,
  parent_tool_id text,
  text           text,
  tool_id        text,
  tool_name      text,
  tool_input     text,
  tool_output    text,
  is_error       boolean,
  path           text,
  input_tokens   bigint,
  output_tokens  bigint,
  cost_usd       numeric(14, 6),
  resets_at      timestamptz,
  primary key (run_id, seq)
);

create table checkpoint (
  id                    bigint generated always as identity primary key,
  card_id               uuid not null references card (id) on delete cascade,
  run_id                uuid not null references run (id) on delete cascade,
  iteration             int not null,
  agent_session_id      text,
  platform              text not null,
  last_prompt           text not null,
  last_response_summary text,
  file_changes          jsonb not null default '[]',
  commit_sha            text,
  input_tokens          bigint not null default 0,
  output_tokens         bigint not null default 0,
  cost_usd              numeric(14, 6) not null default 0,
  created_at            timestamptz not null default now(),
  unique (run_id, iteration)
);
create index checkpoint_by_card on checkpoint (card_id, id desc);

-- What a person said to a running card; used by the iteration that starts next.
create table hint (
  id         bigint generated always as identity primary key,
  card_id    uuid not null references card (id) on delete cascade,
  text       text not null,
  author     text not null,
  created_at timestamptz not null default now(),
  used_at    timestamptz
);
create index hint_unused on hint (card_id, id) where used_at is null;
