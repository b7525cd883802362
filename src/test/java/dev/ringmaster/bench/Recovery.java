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

    private final boolean takeover;

    Recovery(boolean takeover) {
        this.takeover = takeover;
    }

    @Override
    public String name() {
        return takeover ? "takeover" : "reattach";
    }

    @Override
    public String how(Scale scale) {
        return "A server whose agent prints a line every 20 ms is killed with -9, " + rounds(scale) + " times. "
                + (takeover ? "Another server on the same home and database takes over: the time is from the kill until its"
                        + " journal has a line that was printed after the kill."
                        : "It is started again: the time is from its readiness until its journal has a line that was printed after"
                                + " the kill; 0 when that was so when it became ready.");
    }

    private static int rounds(Scale scale) {
        return scale.of(5, 2);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        lab.agent("lines", AGENT);
        var server = lab.server();
        var run = server.startLoop(server.createProject(lab.repository()), "Recovery", 1);
        var seconds = new Samples();
        for (int i = 0; i < rounds(lab.scale()); i++) {
            awaitLineAfter(server, run, 0);
            var next = takeover ? lab.server() : null;
            double killed = now();
            server.kill();
            if (next == null) {
                next = lab.server();
            }
            double ready = takeover ? killed : now();
            awaitLineAfter(next, run, killed);
            seconds.add(Math.max(0, now() - ready));
            server = next;
        }
        return takeover
                ? List.of(Figure.atMost("takeover after kill -9, longest of " + seconds.count(), seconds.most(), "s", 17),
                        Figure.plain("takeover after kill -9, median", seconds.median(), "s"))
                : List.of(Figure.atMost("re-attached after readiness, longest of " + seconds.count(), seconds.most(), "s", 2),
                        Figure.plain("re-attached after readiness, median", seconds.median(), "s"));
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
