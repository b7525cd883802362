package dev.ringmaster;

import static java.util.stream.LongStream.rangeClosed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two servers are replaced one after the other, as an update does it, while agents work and people watch: the agents do not
 * notice, and a client loses its connection but not its place.
 */
class RollingRestartIT {

    private static final int CARDS = 20;
    /** It stops as in the Helm chart, only sooner; and not all cards fit into one server, so that both have to work. */
    private static final Map<String, String> SETTINGS = Map.of("QUARKUS_SHUTDOWN_DELAY", "2S", "QUARKUS_SHUTDOWN_TIMEOUT",
            "10S", "RINGMASTER_LOOP_MAX_RUNS", "15");
    private static final int SERVICE_RESTART = 1012;

    private final Cluster cluster = Cluster.withLines(CARDS);
    private final Transcripts transcripts = new Transcripts(cluster);
    private final AtomicInteger connections = new AtomicInteger();

    RollingRestartIT() throws Exception {
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void no_iteration_is_lost_and_no_client_loses_its_place() throws Exception {
        var old = List.of(start(), start());
        var runs = startCards(old.getFirst());
        assertThat(owners()).as("servers that work").hasSize(2);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var followers = runs.stream().map(run -> new Follower(run, cluster.root(), this::anyServer)).toList();
            var following = followers.stream().map(each -> CompletableFuture.supplyAsync(each::follow, threads)).toList();
            awaitProgress(followers);

            for (var server : old) {
                replace(server);
                awaitProgress(followers);
            }
            cluster.release();

            following.forEach(CompletableFuture::join);
            assertNothingLost();
            followers.forEach(RollingRestartIT::assertPlaceKept);
            for (var follower : followers) {
                assertThat(follower.seen()).containsExactlyElementsOf(
                        rangeClosed(1, lastSeq(follower.run())).boxed().toList());
            }
        }
    }

    /** Each socket that a server closed was closed with the code that says: come back. */
    private static void assertPlaceKept(Follower follower) {
        assertThat(follower.closeCodes()).as("closes of %s", follower.run()).isNotEmpty().containsOnly(SERVICE_RESTART);
    }

    private void assertNothingLost() throws Exception {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> assertThat(
                cluster.rows("select distinct state from card")).containsExactly(List.of("CODE_REVIEW")));
        assertThat(cluster.rows("select outcome, number, count(*) from iteration group by 1, 2"))
                .containsExactly(List.of("COMPLETED", "1", String.valueOf(CARDS)));
        long lines = transcripts.assertWhole();
        transcripts.assertNeverTwo();
        System.out.printf("rolling restart: %d lines of %d agents, %d connections%n", lines, CARDS, connections.get());
        assertThat(lines).isGreaterThan(10L * CARDS);
        cluster.servers().forEach(server -> assertThat(server.log()).doesNotContain("run.lost", "run.dropped"));
    }

    private ServerProcess start() throws IOException {
        return cluster.start(SETTINGS).awaitReady();
    }

    /** @return the runs of the cards, whose agents all print */
    private List<String> startCards(ServerProcess server) throws SQLException {
        try (var client = cluster.client(server)) {
            var project = cluster.createProject(client, Map.of());
            for (int i = 0; i < CARDS; i++) {
                var card = cluster.createCard(client, project, "Print lines until you are released.", Cluster.LINES);
                cluster.fire(client, card, "START_CODING");
            }
        }
        var runs = new ArrayList<String>();
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            runs.clear();
            cluster.rows("select run_id from run_event where kind = 'ASSISTANT_TEXT' group by 1")
                    .forEach(row -> runs.add(row.getFirst()));
            return runs.size() == CARDS;
        });
        return runs;
    }

    /** Asks it to end and starts its successor, and waits until the successor is ready and nothing is the old one's. */
    private void replace(ServerProcess server) throws Exception {
        server.signal("TERM");
        start();
        await().atMost(Duration.ofMinutes(1)).until(() -> !server.alive());
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(owners())
                .doesNotContain(Long.toString(server.pid())).doesNotContain("null"));
    }

    /** The processes that work on runs now. */
    private List<String> owners() throws SQLException {
        return cluster.rows("select distinct split_part(owner, ':', 2) from run").stream().map(List::getFirst).toList();
    }

    /** Until something new of every run has come to its follower. */
    private void awaitProgress(List<Follower> followers) {
        var before = followers.stream().map(Follower::cursor).toList();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            for (int i = 0; i < before.size(); i++) {
                if (followers.get(i).cursor() <= before.get(i)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** In turn one of those that say they are ready, as a load balancer chooses. */
    private URI anyServer() {
        var ready = cluster.servers().stream().filter(server -> server.alive() && server.status() == 200).toList();
        assertThat(ready).as("servers that are ready").isNotEmpty();
        return ready.get(connections.getAndIncrement() % ready.size()).base();
    }

    private long lastSeq(String run) throws SQLException {
        return Long.parseLong(cluster.value("select last_seq from run where id = ?::uuid", run));
    }
}
