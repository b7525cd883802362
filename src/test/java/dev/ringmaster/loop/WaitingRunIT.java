package dev.ringmaster.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.testing.Board;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

/** Runs whose last iteration was refused: they wait, and then they go on. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class WaitingRunIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Pool pool;

    private Board board;
    private UUID cardId;

    @BeforeEach
    void createCard(@TempDir Path repository) throws IOException, InterruptedException {
        board = Board.ofServerUnderTest();
        var projectId = board
                .createProject(Map.of("name", "Shop", "repositoryPath", GitRepository.create(repository, "main"))).value()
                .path("id").asText();
        cardId = UUID.fromString(board.createCard(Map.of("projectId", projectId, "title", "A card", "taskPrompt", "Do it",
                "subscription", "demo")).value().path("id").asText());
        rows("update card set state = 'CODING' where id = $1", cardId);
    }

    @Test
    void aRunWaitsForItsLimitAndGoesOn() {
        var run = queueAfter("RATE_LIMITED");
        awaitParked(run);

        rows("update run set parked_until = now() where id = $1", run);

        awaitSecondIteration(run);
    }

    @Test
    void aRunWaitsForALoginAndGoesOnWhenAPersonSaysSo() {
        var run = queueAfter("AUTH_FAILED");
        awaitParked(run);
        assertThat(rows("select attention_reason from card where id = $1", cardId).iterator().next().getString(0))
                .isEqualTo("LOGIN_NEEDED");

        assertThat(board.call("mutation($id: ID!) { resumeLoop(cardId: $id) { id } }", Map.of("id", cardId.toString()))
                .value().path("id").asText()).isEqualTo(run.toString());

        awaitSecondIteration(run);
    }

    /** A run as a server leaves it that dies right after its first iteration. */
    private UUID queueAfter(String outcome) {
        var run = UUID.randomUUID();
        pool.withTransaction(tx -> tx.preparedQuery("""
                insert into run (id, card_id, stage, platform, subscription, max_iterations, max_runtime_seconds,
                    max_cost_usd, iteration)
                values ($1, $2, 'CODE', 'demo', 'demo', 5, 600, 5, 1)""").execute(Tuple.of(run, cardId))
                .chain(() -> tx.preparedQuery("""
                        insert into iteration (run_id, number, prompt, ended_at, exit_code, outcome, message, resets_at)
                        values ($1, 1, 'Do it', now(), 1, $2, 'refused', now() + interval '1 hour')""")
                        .execute(Tuple.of(run, outcome))))
                .await().atMost(PATIENCE);
        return run;
    }

    private void awaitParked(UUID run) {
        Awaitility.await().atMost(PATIENCE).until(
                () -> rows("select 1 from run where id = $1 and state = 'PARKED'", run).iterator().hasNext());
    }

    private void awaitSecondIteration(UUID run) {
        Awaitility.await().atMost(PATIENCE)
                .until(() -> rows("select 1 from iteration where run_id = $1 and number = 2", run).iterator().hasNext());
        // Leave no agent behind: stopped, or done by itself meanwhile.
        board.call("mutation($id: ID!) { stopLoop(cardId: $id) { id } }", Map.of("id", cardId.toString()));
        Awaitility.await().atMost(PATIENCE).until(() -> rows(
                "select 1 from run where card_id = $1 and state <> 'FINISHED'", cardId).iterator().hasNext(), more -> !more);
    }

    private Iterable<Row> rows(String sql, @Nullable Object... values) {
        return pool.preparedQuery(sql).execute(Tuple.from(values)).await().atMost(PATIENCE);
    }
}
