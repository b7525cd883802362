package dev.ringmaster.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.Board;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class CardFeedIT {

    private static final String CHANGES = "subscription($projectId: ID!) { cardChanges(projectId: $projectId)" + Board.CARD
            + "}";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @Inject
    CardFeed feed;

    private Board board;
    private String projectId;

    @BeforeEach
    void createProject(@TempDir Path repository) throws IOException, InterruptedException {
        board = Board.ofServerUnderTest();
        projectId = board.createProject(Map.of("name", "Shop", "repositoryPath", GitRepository.create(repository, "main")))
                .value().path("id").asText();
    }

    @Test
    void tellsOfChangesWithAllFieldsAndOfNothingLongBefore() {
        JsonNode old = board.createCard(Map.of("projectId", projectId, "title", "old", "acceptanceCriteria", List.of("a")))
                .value();
        // Past the trigger that dates every change.
        pool.query("begin; set local session_replication_role = replica;"
                + " update card set updated_at = now() - interval '6 seconds'; commit").execute().await().atMost(PATIENCE);
        try (var changes = board.subscribe(CHANGES, Map.of("projectId", projectId))) {

            JsonNode created = board.newCard(projectId, "new");
            assertThat(changes.next()).isEqualTo(created);

            JsonNode changed = board.updateCard(old.path("id").asText(), Map.of("acceptanceCriteria", List.of("b")), 1).value();
            assertThat(changes.next()).isEqualTo(changed);
            assertThat(changed.path("acceptanceCriteria").findValuesAsText("description")).containsExactly("b");
        }
    }

    @Test
    void refusesAnUnknownProject() {
        for (var entry : Map.of(UUID.randomUUID().toString(), "NOT_FOUND", "x", "VALIDATION").entrySet()) {
            try (var changes = board.subscribe(CHANGES, Map.of("projectId", entry.getKey()))) {
                assertThat(changes.expect("error").get(0).path("extensions").path("code").asText()).isEqualTo(entry.getValue());
            }
        }
    }

    @Test
    void seesWhatAnotherServerChanged() {
        JsonNode card = board.newCard(projectId, "t");
        try (var changes = board.subscribe(CHANGES, Map.of("projectId", projectId))) {
            board.newCard(projectId, "shows that the feed is live");
            awaitTitle(changes, "shows that the feed is live");

            pool.preparedQuery(
                    "update card set title = 'from afar', version = version + 1, updated_at = clock_timestamp() where id = $1")
                    .execute(Tuple.of(UUID.fromString(card.path("id").asText()))).await().atMost(PATIENCE);

            awaitTitle(changes, "from afar");
        }
    }

    /** Other cards may be told of before: what changed shortly before the subscription is. */
    private static void awaitTitle(Board.Feed changes, String title) {
        var told = changes.next();
        while (!told.path("title").asText().equals(title)) {
            told = changes.next();
        }
    }

    @Test
    void missesNoChangeRightAfterTheSubscription() {
        UUID id = UUID.fromString(projectId);
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            var subscriber = feed.of(id).subscribe().withSubscriber(AssertSubscriber.<Card> create(Long.MAX_VALUE));
            String title = "card " + i;
            board.newCard(projectId, title);

            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                    .until(() -> subscriber.getItems().stream().anyMatch(card -> card.title().equals(title)));
            subscriber.cancel();
        }
        // Without the doorbell each would wait two seconds for the next look.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(39));
    }

    @Test
    void aSlowSubscriberGetsEachCardOnceInItsLatestState() {
        AssertSubscriber<Card> subscriber = feed.of(UUID.fromString(projectId)).subscribe()
                .withSubscriber(AssertSubscriber.create(1));
        JsonNode first = board.newCard(projectId, "first");
        subscriber.awaitItems(1, PATIENCE);

        for (int version = 1; version <= 10; version++) {
            board.updateCard(first.path("id").asText(), Map.of("title", "now " + version), version).value();
        }
        Set<String> expected = new HashSet<>(Set.of("now 10"));
        IntStream.range(0, 45).mapToObj(i -> board.createCardAsync(Map.of("projectId", projectId, "title", "t" + i))).toList()
                .forEach(answer -> expected.add(answer.join().value().path("title").asText()));
        assertThat(subscriber.getItems()).hasSize(1);
        subscriber.request(Long.MAX_VALUE);

        Awaitility.await().atMost(PATIENCE).until(() -> subscriber.getItems().size() >= 47);
        var told = subscriber.getItems().subList(1, subscriber.getItems().size());
        assertThat(told).extracting(Card::title).containsExactlyInAnyOrderElementsOf(expected);
        subscriber.cancel();
    }

    @Test
    void manySubscribersAllSeeABurst() {
        JsonNode card = board.newCard(projectId, "t");
        List<Board.Feed> feeds = IntStream.range(0, 5).mapToObj(i -> board.subscribe(CHANGES, Map.of("projectId", projectId)))
                .toList();
        board.newCard(projectId, "live");
        feeds.forEach(changes -> awaitTitle(changes, "live"));

        Map<String, Object> input = new HashMap<>();
        for (int version = 1; version <= 20; version++) {
            input.put("title", "now " + version);
            board.updateCard(card.path("id").asText(), input, version).value();
        }

        List<CompletableFuture<Void>> done = feeds.stream().map(changes -> CompletableFuture.runAsync(() -> {
            int last = 1;
            while (last < 21) {
                var told = changes.next();
                if (told.path("id").equals(card.path("id"))) {
                    assertThat(told.path("version").asInt()).isGreaterThanOrEqualTo(last);
                    last = told.path("version").asInt();
                }
            }
        })).toList();
        done.forEach(CompletableFuture::join);
        feeds.forEach(Board.Feed::close);
    }
}
