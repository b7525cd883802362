package dev.ringmaster.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** How long a killed server is missed: by a second one that takes over, or until its next start has its agents again. */
final class Recovery implements Measurement {

    private static final String AGENT = """
            use Time::HiRes qw(time sleep);
            $| = 1;
            while (1) { printf "sent %.6f\\n", time; sleep 0.02 }
            """;

    private static final String FROM_KILL = "the time is from the kill until its journal has a line that was printed after the"
            + " kill.";

    /** Who goes on when a server has been killed. */
    enum By {
        /** Another server on the same machine, which sees at once that the dead one's lock is free. */
        NEIGHBOUR("takeover"),
        /** Another server that can only wait for the dead one's lease to end, as one on another machine. */
        LEASE("takeover-by-lease"),
        /** The server itself, started again. */
        RESTART("reattach");

        private final String measurement;

        By(String measurement) {
            this.measurement = measurement;
        }
    }

    private final By by;

    Recovery(By by) {
        this.by = by;
    }

    @Override
    public String name() {
        return by.measurement;
    }

    @Override
    public String how(Scale scale) {
        return "A server whose agent prints a line every 20 ms is killed with -9, " + rounds(scale) + " times. "
                + switch (by) {
                    case NEIGHBOUR -> "Another server on the same home and database takes over: " + FROM_KILL;
                    case LEASE -> "Another server on the same database, from which the dead server's lock file is hidden, takes"
                            + " over when its lease has ended: " + FROM_KILL;
                    case RESTART -> "It is started again: the time is from its readiness until its journal has a line that was"
                            + " printed after the kill; 0 when that was so when it became ready.";
                };
    }

    private int rounds(Scale scale) {
        return by == By.LEASE ? scale.of(10, 2) : scale.of(5, 2);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        lab.agent("lines", AGENT);
        var server = lab.server();
        var run = server.startLoop(server.createProject(lab.repository()), "Recovery", 1);
        var seconds = new Samples();
        for (int i = 0; i < rounds(lab.scale()); i++) {
            awaitLineAfter(server, run, 0);
            var next = by == By.RESTART ? null : lab.server();
            if (by == By.LEASE) {
                lab.hideServers();
            }
            double killed = now();
            server.kill();
            if (next == null) {
                next = lab.server();
            }
            double from = by == By.RESTART ? now() : killed;
            awaitLineAfter(next, run, killed);
            seconds.add(Math.max(0, now() - from));
            server = next;
        }
        return switch (by) {
            case NEIGHBOUR -> figures("takeover after kill -9", seconds, 17);
            case LEASE -> figures("takeover after kill -9 by the lease's end", seconds, 17);
            case RESTART -> figures("re-attached after readiness", seconds, 2);
        };
    }

    private static List<Figure> figures(String what, Samples seconds, double bound) {
        return List.of(Figure.atMost(what + ", longest of " + seconds.count(), seconds.most(), "s", bound),
                Figure.plain(what + ", median", seconds.median(), "s"));
    }

    private static void awaitLineAfter(BenchServer server, String run, double time) throws Exception {
        Waiting.until(() -> newestLine(server, run) > time);
    }

    /** When the newest line in the journal was printed. */
    private static double newestLine(BenchServer server, String run) {
        long last = server.run(run).path("lastSeq").asLong();
        double newest = 0;
        for (JsonNode event : server.client().query("query($run: ID!, $after: BigInteger!) {"
                + " runEvents(runId: $run, after: $after, first: 20) { text } }",
                Map.of("run", run, "after", Math.max(0, last - 10))).path("runEvents")) {
            for (var line : event.path("text").asText("").split("\n")) {
                if (line.startsWith("sent ")) {
                    newest = Math.max(newest, Double.parseDouble(line.substring(5)));
                }
            }
        }
        return newest;
    }

    private static double now() {
        var now = Instant.now();
        return now.getEpochSecond() + now.getNano() / 1e9;
    }
}
