-- A run may have changed its account: what was used belongs to the iteration's, as it was counted while it was used.
create or replace function usage_rebuild() returns void language sql as $$
  delete from usage_rollup;
  insert into usage_rollup (grain, at, project_id, platform, subscription, model, iterations, duration_ms, input_tokens,
    cache_creation_input_tokens, cache_read_input_tokens, output_tokens, cost_usd, reported_cost_usd, estimated_cost_usd,
    unpriced_tokens)
  select g.grain, date_trunc(g.grain, coalesce(i.ended_at, now()), 'UTC'), c.project_id, coalesce(i.platform, r.platform),
    coalesce(i.subscription, r.subscription), coalesce(i.model, r.model, ''), count(i.ended_at),
    sum(duration_ms(i.started_at, i.ended_at)), sum(i.input_tokens), sum(i.cache_creation_input_tokens),
    sum(i.cache_read_input_tokens), sum(i.output_tokens), sum(i.cost_usd), coalesce(sum(i.reported_cost_usd), 0),
    coalesce(sum(i.estimated_cost_usd), 0), sum(i.unpriced_tokens)
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
