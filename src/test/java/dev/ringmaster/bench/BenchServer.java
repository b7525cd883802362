package dev.ringmaster.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.ServerProcess;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFailure;
import dev.ringmaster.testing.GraphQlFeed;

/** A server that is measured, as its users reach it. */
final class BenchServer implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final ServerProcess process;
    private final GraphQlClient client;
    private final List<String> cards;

    private BenchServer(ServerProcess process, GraphQlClient client, List<String> cards) {
        this.process = process;
        this.client = client;
        this.cards = cards;
    }

    /** @param cards those that servers of this home have started; it adds to them */
    static BenchServer start(Path home, List<String> cards) throws IOException {
        var process = ServerProcess.up(home, opinion());
        try {
            process.awaitReady(POLL);
            return new BenchServer(process, GraphQlClient.of(URI.create("http://127.0.0.1:" + process.port() + "/"),
                    home.resolve("rm")), cards);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Options for the server's JVM that somebody wants to compare. */
    private static Map<String, String> opinion() {
        var options = System.getProperty("bench.java-opts", "");
        return options.isBlank() ? Map.of() : Map.of("RINGMASTER_JAVA_OPTS", options);
    }

    GraphQlClient client() {
        return client;
    }

    String createProject(Path repository) {
        return client.query("mutation($input: ProjectInput!) { createProject(input: $input) { id } }",
                Map.of("input", Map.of("name", "Bench", "repositoryPath", repository.toString(), "subscription", "bench",
                        "defaults", Map.of("maxIterations", 1000, "maxRuntimeSeconds", 3600, "maxCostUsd", 100))))
                .at("/createProject/id").asText();
    }

    /** Makes a card and starts its loop. Returns the run's id. */
    String startLoop(String project, String title, int iterations) {
        var card = client.query("mutation($input: CardInput!) { createCard(input: $input) { id } }",
                Map.of("input", Map.of("projectId", project, "title", title, "taskPrompt", "Measure.")))
                .at("/createCard/id").asText();
        cards.add(card);
        return client.query("""
                mutation($card: ID!, $most: Int!) {
                  startLoop(cardId: $card, options: { subscription: "bench", limits: { maxIterations: $most } }) { id }
                }""", Map.of("card", card, "most", iterations)).at("/startLoop/id").asText();
    }

    GraphQlFeed follow(String run, long after) {
        return client.subscribe("subscription($run: ID!, $after: BigInteger) {"
                + " runEvents(runId: $run, after: $after) { seq kind text at } }", Map.of("run", run, "after", after));
    }

    JsonNode run(String run) {
        return client.query("query($run: ID!) { run(id: $run) { state stopReason lastSeq iteration } }", Map.of("run", run))
                .path("run");
    }

    void awaitEnd(String run, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!run(run).path("state").asText().equals("FINISHED")) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The run did not end in " + atMost + ": " + run(run) + "\n" + process.log());
            }
            Thread.sleep(50);
        }
    }

    /** Resident memory of the server's JVM in MiB, as the system counts it: now, and at most so far. */
    Resident memory() throws IOException {
        double now = 0;
        double most = 0;
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            var words = line.split("\\s+");
            if (words[0].equals("VmRSS:")) {
                now = Double.parseDouble(words[1]) / 1024;
            } else if (words[0].equals("VmHWM:")) {
                most = Double.parseDouble(words[1]) / 1024;
            }
        }
        return new Resident(now, most);
    }

    record Resident(double now, double most) {
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    boolean alive() {
        return ProcessHandle.of(process.pid()).isPresent();
    }

    String log() {
        return process.log();
    }

    /** Asks all loops to stop and waits until they have, so that nothing of the measurement outlives it. */
    void endAgents() throws InterruptedException {
        for (var card : cards) {
            try {
                client.query("mutation($card: ID!) { stopLoop(cardId: $card) { id } }", Map.of("card", card));
            } catch (GraphQlFailure ended) {
                // It has ended by itself.
            }
        }
        for (var card : cards) {
            long deadline = System.nanoTime() + STOP.toNanos();
            while (loops(card) && System.nanoTime() < deadline) {
                Thread.sleep(50);
            }
        }
    }

    private boolean loops(String card) {
        var run = client.query("query($card: ID!) { card(id: $card) { currentRun { state } } }", Map.of("card", card))
                .at("/card/currentRun/state").asText("");
        return run.equals("RUNNING") || run.equals("QUEUED");
    }

    @Override
    public void close() {
        client.close();
        try {
            process.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.close();
        }
    }
}
