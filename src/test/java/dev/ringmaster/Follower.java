package dev.ringmaster;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFeed;

/**
 * A client that follows one run to its end, whatever servers come and go: when its socket is closed it connects again, to
 * whichever server there is, and asks for what comes after its cursor.
 */
final class Follower {

    private static final String EVENTS = "subscription($run: ID!, $after: BigInteger) {"
            + " runEvents(runId: $run, after: $after) { seq kind } }";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String run;
    private final Path home;
    private final Supplier<URI> server;
    private final List<Long> seen = new ArrayList<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private volatile long cursor;

    /** @param server the address to connect to next; asked anew each time, as a name service is */
    Follower(String run, Path home, Supplier<URI> server) {
        this.run = run;
        this.home = home;
        this.server = server;
    }

    /** Follows until the feed says that the run is complete. */
    Follower follow() {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            try (var client = GraphQlClient.of(server.get(), home);
                    var feed = client.subscribe(EVENTS, Map.of("run", run, "after", cursor))) {
                if (read(feed)) {
                    return this;
                }
            } catch (UncheckedIOException | CompletionException refused) {
                Thread.onSpinWait(); // that server has just gone: ask for another
            }
        }
        throw new AssertionError("run " + run + " was not complete after " + PATIENCE + ", at " + cursor);
    }

    /** @return whether the run is complete; else the socket is closed */
    private boolean read(GraphQlFeed feed) {
        while (true) {
            JsonNode message = feed.message();
            switch (message.path("type").asText()) {
                case "next" -> message.at("/payload/data/runEvents").forEach(this::take);
                case "complete" -> {
                    return true;
                }
                case "closed" -> {
                    closeCodes.add(message.path("code").asInt());
                    return false;
                }
                default -> throw new AssertionError("run " + run + ": " + message);
            }
        }
    }

    private void take(JsonNode event) {
        cursor = event.path("seq").asLong();
        seen.add(cursor);
    }

    String run() {
        return run;
    }

    /** The last sequence number that has come. From any thread. */
    long cursor() {
        return cursor;
    }

    /** All sequence numbers in the order in which they came, over all connections. */
    List<Long> seen() {
        return seen;
    }

    /** How each connection but the last ended. */
    List<Integer> closeCodes() {
        return closeCodes;
    }
}
