-- What prompts are made of, and what is kept of them.

alter table iteration
  -- What the platform took as its system prompt, apart from the prompt.
  add column system_prompt   text,
  -- The names of the prompt's sections and how many characters each has, in their order.
  add column prompt_sections jsonb,
  -- The hash of the piece of history that this iteration condenses; null where it works on the card.
  add column condenses       text;

-- Pieces of a card's history, condensed by an agent, by the hash of their content.
create table condensed_text (
  card_id    uuid not null references card (id) on delete cascade,
  hash       text not null,
  text       text not null,
  created_at timestamptz not null default now(),
  primary key (card_id, hash)
);

create table project_prompt (
  project_id uuid primary key references project (id) on delete cascade,
  settings   jsonb not null,
  updated_at timestamptz not null default now()
);

-- A checkpoint is saved after each iteration, and before what is done elsewhere: that is said here.
alter table checkpoint
  add column operation text check (operation in ('PUSH', 'BUILD', 'MERGE', 'DEPLOY')),
  drop constraint checkpoint_run_id_iteration_key,
  add constraint checkpoint_once unique nulls not distinct (run_id, iteration, operation);
