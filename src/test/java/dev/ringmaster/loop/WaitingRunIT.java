package dev.ringmaster.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.runner.ProcessSpec;
import dev.ringmaster.runner.Runner;
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

    @Inject
    Runner runner;

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

    @Test
    void aRunWhoseAgentWasFencedOffBeforeItCouldStartGoesOnWithAnother(@TempDir Path directory) {
        var run = UUID.randomUUID();
        var guard = "card-" + cardId;
        long epoch = rows("select nextval('run_epoch')").iterator().next().getLong(0);
        runner.takeOver(guard, rows("select nextval('run_epoch')").iterator().next().getLong(0), null);
        var name = "run-" + run + "-1-e" + epoch;
        runner.start(new ProcessSpec(name, guard, epoch, directory, List.of("true"), Map.of("PATH", "/usr/bin:/bin"), Map.of(),
                ""));
        assertThat(runner.status(runner.handleFor(name)).phase()).isEqualTo(Runner.Status.Phase.FENCED);

        queue(run, """
                insert into iteration (run_id, number, prompt, runner_handle) values ($1, 1, 'Do it', $2)""",
                runner.handleFor(name), "demo");

        awaitSecondIteration(run);
        assertThat(rows("select outcome from iteration where run_id = $1 and number = 1", run).iterator().next().getString(0))
                .isEqualTo("LOST");
    }

    @Test
    void aRunThatFailsInTheMiddleLeavesNoIterationOpenAndNoAgentAlive(@TempDir Path directory) {
        var run = UUID.randomUUID();
        var name = "run-" + run + "-1-e1";
        runner.start(new ProcessSpec(name, "card-" + cardId, 0, directory, List.of("sleep", "600"),
                Map.of("PATH", "/usr/bin:/bin"), Map.of(), ""));
        queue(run, """
                with told as (insert into hint (card_id, text, author, used_at)
                  select card_id, 'mind-the-gap', 'owner', now() from run where id = $1)
                insert into iteration (run_id, number, prompt, runner_handle) values ($1, 1, 'Do it', $2)""",
                runner.handleFor(name), "gone");

        Awaitility.await().atMost(PATIENCE).until(() -> runner.status(runner.handleFor(name)).phase(),
                phase -> phase != Runner.Status.Phase.RUNNING);

        var ended = rows("""
                select r.stop_reason, i.outcome, i.message, i.ended_at is not null as ended
                from iteration i join run r on r.id = i.run_id where r.id = $1""", run).iterator().next();
        assertThat(ended.getString("stop_reason")).isEqualTo("FAILED");
        assertThat(ended.getString("outcome")).isEqualTo("LOST");
        assertThat(ended.getString("message")).contains("\"gone\" is not configured");
        assertThat(ended.getBoolean("ended")).isTrue();
        Awaitility.await("the next run is told what that one was").atMost(PATIENCE).until(() -> rows("""
                select 1 from iteration i join run r on r.id = i.run_id
                where r.card_id = $1 and r.id <> $2 and prompt like '%mind-the-gap%'""", cardId, run).iterator().hasNext());
        stop();
    }

    /** A run as a server leaves it that dies right after its first iteration. */
    private UUID queueAfter(String outcome) {
        var run = UUID.randomUUID();
        queue(run, """
                insert into iteration (run_id, number, prompt, ended_at, exit_code, outcome, message, resets_at)
                values ($1, 1, 'Do it', now(), 1, $2, 'refused', now() + interval '1 hour')""", outcome, "demo");
        return run;
    }

    private void queue(UUID run, String iteration, String value, String platform) {
        pool.withTransaction(tx -> tx.preparedQuery("""
                insert into run (id, card_id, stage, platform, subscription, max_iterations, max_runtime_seconds,
                    max_cost_usd, iteration)
                values ($1, $2, 'CODE', $3, 'demo', 5, 600, 5, 1)""").execute(Tuple.of(run, cardId, platform))
                .chain(() -> tx.preparedQuery(iteration).execute(Tuple.of(run, value))))
                .await().atMost(PATIENCE);
    }

    private void awaitParked(UUID run) {
        Awaitility.await().atMost(PATIENCE).until(
                () -> rows("select 1 from run where id = $1 and state = 'PARKED'", run).iterator().hasNext());
    }

    private void awaitSecondIteration(UUID run) {
        Awaitility.await().atMost(PATIENCE)
                .until(() -> rows("select 1 from iteration where run_id = $1 and number = 2", run).iterator().hasNext());
        stop();
    }

    private void stop() {
        // Leave no agent behind: stopped, or done by itself meanwhile.
        board.call("mutation($id: ID!) { stopLoop(cardId: $id) { id } }", Map.of("id", cardId.toString()));
        Awaitility.await().atMost(PATIENCE).until(() -> rows(
                "select 1 from run where card_id = $1 and state <> 'FINISHED'", cardId).iterator().hasNext(), more -> !more);
    }

    private Iterable<Row> rows(String sql, @Nullable Object... values) {
        return pool.preparedQuery(sql).execute(Tuple.from(values)).await().atMost(PATIENCE);
    }
}
