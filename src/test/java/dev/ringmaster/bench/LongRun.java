package dev.ringmaster.bench;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.ringmaster.support.postgres.EmbeddedPostgres;

/** How long a person waits for a run that has a long journal. */
final class LongRun implements Measurement {

    private static final int EVENTS = 100_000;
    private static final int LOOKS = 20;
    private static final String FILL = """
            with filled as (
              insert into run_event (run_id, seq, iteration, at, kind, text)
              select r.id, r.last_seq + n, 1, now(), 'ASSISTANT_TEXT', repeat('This is line ' || n || '. ', 8)
              from run r, generate_series(1, ?) n where r.id = ?::uuid returning 1)
            update run set last_seq = last_seq + ? where id = ?::uuid""";

    @Override
    public String name() {
        return "open";
    }

    @Override
    public String how(Scale scale) {
        return "A run's journal is filled up with 100,000 events by SQL; then the query `runEvents` asks for the first 200 events and"
                + " for the last 200. The first look of each kind, and the median of " + LOOKS + ".";
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        lab.agent("lines", "print \"Short work.\\n\";");
        var server = lab.server();
        var run = server.startLoop(server.createProject(lab.repository()), "Long run", 1);
        server.awaitEnd(run, Duration.ofMinutes(1));
        fill(lab, run);
        long last = server.run(run).path("lastSeq").asLong();
        var first = new Samples();
        var end = new Samples();
        double coldFirst = look(server, run, 0);
        double coldEnd = look(server, run, last - 200);
        for (int i = 0; i < LOOKS; i++) {
            first.add(look(server, run, 0));
            end.add(look(server, run, last - 200));
        }
        return List.of(Figure.atMost("open a run of 100,000 events, first look", coldFirst, "ms", 300),
                Figure.atMost("its last 200 events, first look", coldEnd, "ms", 300),
                Figure.atMost("open a run of 100,000 events, median", first.median(), "ms", 300),
                Figure.atMost("its last 200 events, median", end.median(), "ms", 300));
    }

    private static void fill(Lab lab, String run) throws Exception {
        try (var postgres = EmbeddedPostgres.start(lab.home().resolve("rm"));
                var connection = DriverManager.getConnection(postgres.address().jdbcUrl(), postgres.address().username(),
                        postgres.address().password());
                var statement = connection.prepareStatement(FILL)) {
            statement.setInt(1, EVENTS);
            statement.setString(2, run);
            statement.setInt(3, EVENTS);
            statement.setString(4, run);
            statement.executeUpdate();
        }
    }

    private static double look(BenchServer server, String run, long after) {
        long from = System.nanoTime();
        var events = server.client().query("query($run: ID!, $after: BigInteger!) {"
                + " runEvents(runId: $run, after: $after, first: 200) { seq iteration at kind text toolId toolName toolInput"
                + " toolOutput isError path } }", Map.of("run", run, "after", after)).path("runEvents");
        double millis = (System.nanoTime() - from) / 1e6;
        if (events.size() != 200) {
            throw new IllegalStateException("200 events were asked for, " + events.size() + " came.");
        }
        return millis;
    }
}
