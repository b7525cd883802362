package dev.ringmaster.bench;

import java.util.ArrayList;
import java.util.List;

/** How long a person waits for the sums of a year. */
final class MetricsYear implements Measurement {

    private static final int LOOKS = 20;
    private static final int RUNS_PER_CARD = 5;
    private static final int ITERATIONS_PER_RUN = 10;

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public String how(Scale scale) {
        return "%,d iterations of %,d cards in 10 projects, spread over the last 365 days, under 4 subscriptions with 6 models, are "
                .formatted(iterations(scale), iterations(scale) / RUNS_PER_CARD / ITERATIONS_PER_RUN)
                + "loaded by SQL, and the rollup is built from them. Then the queries come over HTTP; the median of " + LOOKS
                + ", after one look that does not count. The year is from the first of these days, in the middle of an hour, on.";
    }

    private static int iterations(Scale scale) {
        return scale.of(1_000_000, 100_000);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        lab.agent("lines", "print \"Short work.\\n\";");
        var server = lab.server();
        fill(lab);
        var project = server.client().query("{ projects { id } }").path("projects").get(0).path("id").asText();
        var year = "from: \"" + java.time.Instant.now().minusSeconds(364 * 86_400L) + "\"";
        var series = year + ", to: \"" + java.time.Instant.now() + "\"";
        var summary = "{ sessions iterations inputTokens costUsd successRate }";
        var card = server.client().query("{ cards(projectId: \"" + project + "\", first: 1) { items { id } } }").path("cards")
                .path("items").get(0).path("id").asText();
        var figures = new ArrayList<Figure>();
        figures.add(median(server, "a year's summary, 1,000,000 iterations", 100, "metricsSummary(" + year + ") " + summary));
        figures.add(median(server, "the same of one project", 100,
                "metricsSummary(projectId: \"" + project + "\", " + year + ") " + summary));
        figures.add(median(server, "the same by subscription", 100,
                "metricsBySubscription(" + year + ") { subscription summary " + summary + " }"));
        figures.add(median(server, "its costs by week, stacked by platform", 0,
                "costSeriesBy(group: PLATFORM, " + series + ", bucket: WEEK) { key points { at costUsd } }"));
        figures.add(median(server, "all of a card", 100, "metricsByCard(cardId: \"" + card + "\") " + summary));
        return figures;
    }

    private static Figure median(BenchServer server, String name, double target, String query) {
        var samples = new Samples();
        server.client().query("{ " + query + " }");
        for (int i = 0; i < LOOKS; i++) {
            long from = System.nanoTime();
            server.client().query("{ " + query + " }");
            samples.add((System.nanoTime() - from) / 1e6);
        }
        return target > 0 ? Figure.atMost(name, samples.median(), "ms", target) : Figure.plain(name, samples.median(), "ms");
    }

    /** Past the triggers, which would add each row up by itself. */
    private static void fill(Lab lab) throws Exception {
        int runs = iterations(lab.scale()) / ITERATIONS_PER_RUN;
        try (var database = Database.of(lab)) {
            database.execute("set session_replication_role = replica");
            database.execute(
                    """
                            insert into project (name, repository_path, default_branch, max_iterations, max_runtime_seconds, max_cost_usd)
                            select 'Project ' || n, '/nowhere/' || n, 'main', 10, 1000, 10 from generate_series(1, 10) n""");
            database.execute("""
                    insert into card (project_id, number, title, state)
                    select p.id, n, 'Card ' || n, 'COMPLETED' from project p, generate_series(1, %d) n"""
                    .formatted(runs / RUNS_PER_CARD / 10));
            database.execute(
                    """
                            insert into run (card_id, stage, state, stop_reason, platform, subscription, model, max_iterations,
                              max_runtime_seconds, max_cost_usd, iteration, started_at, ended_at, end_reported)
                            select c.id, 'CODE', 'FINISHED', case when random() < 0.8 then 'COMPLETED' else 'NO_PROGRESS' end,
                              case s.n when 4 then 'codex' else 'claude-code' end, 'account-' || s.n, 'model-' || 1 + floor(random() * 6),
                              10, 1000, 10, %d, s.at, s.at + interval '40 min', true
                            from card c, generate_series(1, %d) r,
                              lateral (select 1 + floor(random() * 4 + r * 0)::int as n,
                                now() - random() * interval '365 days' + r * interval '0' as at) s"""
                            .formatted(ITERATIONS_PER_RUN, RUNS_PER_CARD));
            database.execute("""
                    insert into iteration (run_id, number, prompt, started_at, ended_at, outcome, model, input_tokens,
                      cache_creation_input_tokens, cache_read_input_tokens, output_tokens, cost_usd, reported_cost_usd)
                    select r.id, n, 'Work on it.', r.started_at + n * interval '3 min', r.started_at + n * interval '4 min',
                      'WORKING', r.model, 500 + n, 2000 + n, 90000 + n, 1500 + n, 0.05 + n * 0.001, 0.05 + n * 0.001
                    from run r, generate_series(1, %d) n""".formatted(ITERATIONS_PER_RUN));
            database.execute("set session_replication_role = default");
            database.execute("select usage_rebuild()");
            database.execute("analyze");
        }
    }
}
