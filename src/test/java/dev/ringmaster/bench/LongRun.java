package dev.ringmaster.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long a person waits for a run that has a long journal. */
final class LongRun implements Measurement {

    private static final int EVENTS = 100_000;
    private static final int LOOKS = 20;

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
        try (var database = Database.of(lab)) {
            database.fill(run, EVENTS);
        }
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

    private static double look(BenchServer server, String run, long after) {
        long from = System.nanoTime();
        var events = server.client().query("query($run: ID!, $after: BigInteger!) {"
                + " runEvents(runId: $run, after: $after, first: 200) { seq iteration at kind text toolId toolName toolInput"
                + " toolOutput path } }", Map.of("run", run, "after", after)).path("runEvents");
        double millis = (System.nanoTime() - from) / 1e6;
        if (events.size() != 200) {
            throw new IllegalStateException("200 events were asked for, " + events.size() + " came.");
        }
        return millis;
    }
}
