package dev.ringmaster.bench;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.GraphQlFeed;

/** From an agent's write to its standard output to a GraphQL subscriber. */
final class StreamLatency implements Measurement {

    /** Lines that bring the server's code to its speed: 5 s. */
    private static final int WARM_UP = 250;
    private static final String AGENT = """
            use Time::HiRes qw(time sleep);
            $| = 1;
            for (1 .. %d) { printf "sent %%.6f\\n", time; sleep 0.02 }
            """;

    private final boolean acrossServers;

    StreamLatency(boolean acrossServers) {
        this.acrossServers = acrossServers;
    }

    @Override
    public String name() {
        return acrossServers ? "latency-across" : "latency";
    }

    @Override
    public String how(Scale scale) {
        return "An agent prints a line with the time every 20 ms; a GraphQL subscriber over the WebSocket"
                + (acrossServers ? ", at another server of the same database than the one that runs the agent," : "")
                + " takes the time when it arrives. " + lines(scale) + " lines, the first " + WARM_UP + " not counted.";
    }

    private static int lines(Scale scale) {
        return scale.of(2500, 800);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        lab.agent("lines", AGENT.formatted(lines(lab.scale())));
        var runner = lab.server();
        var project = runner.createProject(lab.repository());
        // Whoever is there alone has claimed the run for certain.
        var run = runner.startLoop(project, "Latency", 1);
        while (!runner.run(run).path("state").asText().equals("RUNNING")) {
            Thread.sleep(20);
        }
        var teller = acrossServers ? lab.server() : runner;
        var latency = new Samples();
        try (var feed = teller.follow(run, runner.run(run).path("lastSeq").asLong())) {
            listen(feed, latency);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "\n" + teller.log(), e);
        }
        var where = acrossServers ? "stdout → subscriber of another server" : "stdout → subscriber";
        var p50 = latency.median();
        return List.of(
                acrossServers ? Figure.plain(where + ", p50", p50, "ms") : Figure.atMost(where + ", p50", p50, "ms", 5),
                Figure.atMost(where + ", p99", latency.percentile(99), "ms", acrossServers ? 100 : 50),
                Figure.plain(where + ", p99.9", latency.percentile(99.9), "ms"));
    }

    private static void listen(GraphQlFeed feed, Samples latency) throws InterruptedException {
        int seen = 0;
        while (true) {
            var message = feed.messages().poll(20, TimeUnit.SECONDS);
            double now = now();
            if (message == null) {
                throw new IllegalStateException("The feed fell silent after " + seen + " lines.");
            }
            switch (message.path("type").asText()) {
                case "next" -> demandData(message);
                case "complete" -> {
                    return;
                }
                case "ping" -> feed.send("{\"type\":\"pong\"}");
                default -> throw new IllegalStateException("The feed said " + message);
            }
            for (JsonNode event : message.at("/payload/data/runEvents")) {
                for (var line : event.path("text").asText("").split("\n")) {
                    if (line.startsWith("sent ") && ++seen > WARM_UP) {
                        latency.add((now - Double.parseDouble(line.substring(5))) * 1000);
                    }
                }
            }
        }
    }

    private static void demandData(JsonNode message) {
        if (message.path("payload").has("errors")) {
            throw new IllegalStateException("The feed broke: " + message);
        }
    }

    private static double now() {
        var now = Instant.now();
        return now.getEpochSecond() + now.getNano() / 1e9;
    }
}
