-- What runs cost, and the rollup that answers for long periods.

-- cost_usd is the figure that counts: what the platform reported, and the price table's estimate where it reported none yet.
alter table iteration
  add column model              text,
  add column reported_cost_usd  numeric(14, 6),
  add column estimated_cost_usd numeric(14, 6),
  -- Tokens that neither the platform nor the price table has a price for.
  add column unpriced_tokens    bigint not null default 0;
alter table run
  add column reported_cost_usd  numeric(14, 6),
  add column estimated_cost_usd numeric(14, 6),
  add column unpriced_tokens    bigint not null default 0;

-- All money so far was reported by a platform.
update iteration set reported_cost_usd = cost_usd where cost_usd > 0;
update run set reported_cost_usd = cost_usd where cost_usd > 0;

-- Sums per hour and per day (UTC). Iterations count in the hour in which they end, runs too; tokens and money in the hour
-- in which they are spent. Only the triggers below write here, so it says what the rows of iteration and run say.
create table usage_rollup (
  grain                       text not null check (grain in ('HOUR', 'DAY')),
  at                          timestamptz not null,
  project_id                  uuid not null references project (id) on delete cascade,
  platform                    text not null,
  subscription                text not null,
  model                       text not null,
  sessions                    bigint not null default 0,
  successful_sessions         bigint not null default 0,
  iterations                  bigint not null default 0,
  duration_ms                 bigint not null default 0,
  input_tokens                bigint not null default 0,
  cache_creation_input_tokens bigint not null default 0,
  cache_read_input_tokens     bigint not null default 0,
  output_tokens               bigint not null default 0,
  cost_usd                    numeric(18, 6) not null default 0,
  reported_cost_usd           numeric(18, 6) not null default 0,
  estimated_cost_usd          numeric(18, 6) not null default 0,
  unpriced_tokens             bigint not null default 0,
  primary key (grain, at, project_id, platform, subscription, model)
);
create index usage_rollup_of_project on usage_rollup (project_id, grain, at);

create function usage_add(of_run uuid, of_model text, d_sessions bigint, d_successful bigint, d_iterations bigint,
    d_duration_ms bigint, d_input bigint, d_cache_creation bigint, d_cache_read bigint, d_output bigint, d_cost numeric,
    d_reported numeric, d_estimated numeric, d_unpriced bigint) returns void language sql as $$
  insert into usage_rollup as u (grain, at, project_id, platform, subscription, model, sessions, successful_sessions,
    iterations, duration_ms, input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens, cost_usd,
    reported_cost_usd, estimated_cost_usd, unpriced_tokens)
  select g.grain, g.at, c.project_id, r.platform, r.subscription, coalesce(of_model, r.model, ''), d_sessions,
    d_successful, d_iterations, d_duration_ms, d_input, d_cache_creation, d_cache_read, d_output, d_cost, d_reported,
    d_estimated, d_unpriced
  from run r join card c on c.id = r.card_id
  -- Always in this order, so that two runs that add to the same rows wait for each other and do not lock each other out.
  cross join (values ('DAY', date_trunc('day', now(), 'UTC')), ('HOUR', date_trunc('hour', now(), 'UTC'))) g (grain, at)
  where r.id = of_run
  on conflict (grain, at, project_id, platform, subscription, model) do update set
    sessions = u.sessions + excluded.sessions,
    successful_sessions = u.successful_sessions + excluded.successful_sessions,
    iterations = u.iterations + excluded.iterations,
    duration_ms = u.duration_ms + excluded.duration_ms,
    input_tokens = u.input_tokens + excluded.input_tokens,
    cache_creation_input_tokens = u.cache_creation_input_tokens + excluded.cache_creation_input_tokens,
    cache_read_input_tokens = u.cache_read_input_tokens + excluded.cache_read_input_tokens,
    output_tokens = u.output_tokens + excluded.output_tokens,
    cost_usd = u.cost_usd + excluded.cost_usd,
    reported_cost_usd = u.reported_cost_usd + excluded.reported_cost_usd,
    estimated_cost_usd = u.estimated_cost_usd + excluded.estimated_cost_usd,
    unpriced_tokens = u.unpriced_tokens + excluded.unpriced_tokens
$$;

create function duration_ms(started timestamptz, ended timestamptz) returns bigint language sql immutable as $$
  select coalesce(floor(extract(epoch from ended - started) * 1000)::bigint, 0)
$$;

create function iteration_used() returns trigger language plpgsql as $$
begin
  perform usage_add(new.run_id, new.model, 0, 0,
    (new.ended_at is not null)::int - (old.ended_at is not null)::int,
    duration_ms(new.started_at, new.ended_at) - duration_ms(old.started_at, old.ended_at),
    new.input_tokens - old.input_tokens,
    new.cache_creation_input_tokens - old.cache_creation_input_tokens,
    new.cache_read_input_tokens - old.cache_read_input_tokens,
    new.output_tokens - old.output_tokens,
    new.cost_usd - old.cost_usd,
    coalesce(new.reported_cost_usd, 0) - coalesce(old.reported_cost_usd, 0),
    coalesce(new.estimated_cost_usd, 0) - coalesce(old.estimated_cost_usd, 0),
    new.unpriced_tokens - old.unpriced_tokens);
  return null;
end $$;
create trigger iteration_used after update on iteration for each row
  when ((new.ended_at, new.input_tokens, new.cache_creation_input_tokens, new.cache_read_input_tokens, new.output_tokens,
         new.cost_usd, new.reported_cost_usd, new.estimated_cost_usd, new.unpriced_tokens)
        is distinct from
        (old.ended_at, old.input_tokens, old.cache_creation_input_tokens, old.cache_read_input_tokens, old.output_tokens,
         old.cost_usd, old.reported_cost_usd, old.estimated_cost_usd, old.unpriced_tokens))
  execute function iteration_used();

create function run_ended() returns trigger language plpgsql as $$
begin
  perform usage_add(new.id, (select model from iteration where run_id = new.id order by number desc limit 1), 1,
    (new.stop_reason = 'COMPLETED')::int, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return null;
end $$;
-- A run that was stopped before an agent worked on it was no session.
create trigger run_ended after update on run for each row
  when (new.state = 'FINISHED' and old.state <> 'FINISHED' and new.started_at is not null)
  execute function run_ended();

-- From the rows as they are: what was before this migration, or after rows were loaded past the triggers.
create function usage_rebuild() returns void language sql as $$
  delete from usage_rollup;
  insert into usage_rollup (grain, at, project_id, platform, subscription, model, iterations, duration_ms, input_tokens,
    cache_creation_input_tokens, cache_read_input_tokens, output_tokens, cost_usd, reported_cost_usd, estimated_cost_usd,
    unpriced_tokens)
  select g.grain, date_trunc(g.grain, coalesce(i.ended_at, now()), 'UTC'), c.project_id, r.platform, r.subscription,
    coalesce(i.model, r.model, ''), count(i.ended_at), sum(duration_ms(i.started_at, i.ended_at)), sum(i.input_tokens),
    sum(i.cache_creation_input_tokens), sum(i.cache_read_input_tokens), sum(i.output_tokens), sum(i.cost_usd),
    coalesce(sum(i.reported_cost_usd), 0), coalesce(sum(i.estimated_cost_usd), 0), sum(i.unpriced_tokens)
  from iteration i join run r on r.id = i.run_id join card c on c.id = r.card_id
  cross join (values ('DAY'), ('HOUR')) g (grain)
  group by 1, 2, 3, 4, 5, 6;
  insert into usage_rollup as u (grain, at, project_id, platform, subscription, model, sessions, successful_sessions)
  select g.grain, date_trunc(g.grain, r.ended_at, 'UTC'), c.project_id, r.platform, r.subscription,
    coalesce((select model from iteration where run_id = r.id order by number desc limit 1), r.model, ''), count(*),
    count(*) filter (where r.stop_reason = 'COMPLETED')
  from run r join card c on c.id = r.card_id cross join (values ('DAY'), ('HOUR')) g (grain)
  where r.state = 'FINISHED' and r.started_at is not null
  group by 1, 2, 3, 4, 5, 6
  on conflict (grain, at, project_id, platform, subscription, model) do update set
    sessions = excluded.sessions, successful_sessions = excluded.successful_sessions
$$;
select usage_rebuild();
