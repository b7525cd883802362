package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.result;
import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static dev.ringmaster.loop.ScriptedAgentsProfile.work;
import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.processesOf;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

/** What bounds a loop, and how a person lets it go on. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class ScriptedLimitsIT {

    @Inject
    LoopSignals signals;

    @Inject
    Pool pool;

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
    }

    private static final String ENDLESS = task("date +%s%N >> work.txt; echo more to do");

    @Test
    void the_last_iteration_that_is_allowed_asks_for_more() throws Exception {
        var card = board.onlyCard(ENDLESS, Map.of(), Map.of("limits", Map.of("maxIterations", 2)));

        card.fire("START_CODING");

        var run = card.awaitEnd("MAX_ITERATIONS");
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("WORKING", "WORKING");
        assertGoesOn(card, "LIMIT_REACHED", Map.of("maxIterations", 10));
        assertThat(Files.readAllLines(card.worktree().resolve("work.txt"))).hasSize(2);
    }

    @Test
    void the_time_bites_while_the_agent_works() throws Exception {
        var card = board.onlyCard(task("echo began > work.txt; while :; do echo tick; sleep 0.2; done"), Map.of(),
                Map.of("limits", Map.of("maxRuntimeSeconds", 2)));

        card.fire("START_CODING");

        var run = card.awaitEnd("MAX_RUNTIME");
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("STOPPED");
        assertThat(processesOf(run.path("id").asText())).isEmpty();
        assertGoesOn(card, "LIMIT_REACHED", Map.of("maxRuntimeSeconds", 600));
    }

    @Test
    void the_money_that_the_agent_reports_is_bounded() throws Exception {
        var card = board.onlyCard(task("date +%s%N >> work.txt\n" + result("More to do.", "0.6")), Map.of(),
                Map.of("subscription", ScriptedAgentsProfile.STREAM_JSON, "limits", Map.of("maxCostUsd", 1.0)));

        card.fire("START_CODING");

        var run = card.awaitEnd("MAX_COST");
        assertThat(run.path("iterations")).hasSize(2);
        assertThat(run.path("costUsd").decimalValue()).isEqualByComparingTo("1.2");
        assertThat(run.path("inputTokens").asLong()).isEqualTo(14);
        assertThat(run.path("message").asText()).contains("$1.0", "$1.2");
        card.update(Map.of("subscription", ScriptedAgentsProfile.LINES));
        assertGoesOn(card, "BUDGET_REACHED", Map.of("maxCostUsd", 5.0));
    }

    @Test
    void a_loop_that_changes_nothing_asks_for_help() throws Exception {
        var card = board.onlyCard(task("echo thinking"), Map.of(), Map.of());

        card.fire("START_CODING");

        var run = card.awaitEnd("NO_PROGRESS");
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("WORKING", "WORKING", "WORKING");
        assertGoesOn(card, "NO_PROGRESS", Map.of());
    }

    @Test
    void a_claim_without_a_change_is_no_progress_either() throws Exception {
        var card = board.onlyCard(task("echo '<promise>COMPLETE</promise>'"), Map.of(), Map.of());

        card.fire("START_CODING");

        var run = card.awaitEnd("NO_PROGRESS");
        assertThat(texts(run.path("iterations"), "outcome")).containsOnly("EVIDENCE_MISSING").hasSize(3);
        assertThat(run.path("iterations").get(1).path("prompt").asText()).contains("the branch has no change against its base");
    }

    @Test
    void an_edited_task_is_what_the_next_iteration_does() throws Exception {
        var gate = board.directory().resolve("gate");
        var card = board.onlyCard(task("echo first > work.txt; while [ ! -e " + gate + " ]; do echo waiting; sleep 0.1; done"),
                Map.of(), Map.of());
        card.fire("START_CODING");
        card.await("the first iteration's words", now -> newestRun(now).path("lastSeq").asLong() > 1);

        card.update(Map.of("taskPrompt", task("echo second >> work.txt; echo '<promise>COMPLETE</promise>'")));
        Files.createFile(gate);

        var run = newestRun(card.awaitState("CODE_REVIEW"));
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("WORKING", "COMPLETED");
        assertThat(card.worktree().resolve("work.txt")).hasContent("first\nsecond");
    }

    @Test
    void a_plan_that_is_approved_while_its_loop_works_ends_that_loop_and_starts_the_next() throws Exception {
        var planning = board.directory().resolve("planning");
        var card = board.onlyCard(task("""
                if [ ! -e FILE ]; then touch FILE; while :; do echo planning; sleep 0.2; done; fi
                echo hello > hello.txt; echo '<promise>COMPLETE</promise>'""".replace("FILE", planning.toString())), Map.of(),
                Map.of("acceptanceCriteria", List.of("It says hello")));
        card.fire("START_PLANNING");
        card.await("the planner's words", now -> newestRun(now).path("lastSeq").asLong() > 1);

        card.fire("APPROVE_PLAN");

        var reviewed = card.awaitState("CODE_REVIEW");
        assertThat(texts(reviewed.path("runs"), "stopReason")).containsExactly("USER_STOPPED", "COMPLETED");
        assertThat(texts(reviewed.path("transitions"), "trigger")).containsExactly("START_PLANNING", "APPROVE_PLAN",
                "LOOP_COMPLETE");
        assertThat(reviewed.path("errors")).isEmpty();
    }

    @Test
    void a_full_account_lets_the_next_card_wait() throws Exception {
        var gate = board.directory().resolve("gate");
        var more = Map.of("subscription", ScriptedAgentsProfile.NARROW);
        var first = board.onlyCard(task("while [ ! -e " + gate + " ]; do echo waiting; sleep 0.1; done\n"
                + "echo hello > hello.txt; echo '<promise>COMPLETE</promise>'"), Map.of(), more);
        var second = board.onlyCard(work(), Map.of(), more);
        first.fire("START_CODING");
        first.awaitRun("RUNNING");

        second.fire("START_CODING");

        second.awaitRun("QUEUED");
        first.hint("Rings the doorbell while the account is full.");
        var account = board.client().query("{ subscriptions { name running maxConcurrent } }").path("subscriptions");
        assertThat(account).anySatisfy(one -> {
            assertThat(one.path("name").asText()).isEqualTo(ScriptedAgentsProfile.NARROW);
            assertThat(one.path("running").asInt()).isEqualTo(1);
        });
        assertThat(second.run().path("state").asText()).isEqualTo("QUEUED");
        Files.createFile(gate);

        var firstRun = newestRun(first.awaitState("CODE_REVIEW"));
        var secondRun = newestRun(second.awaitState("CODE_REVIEW"));
        assertThat(Instant.parse(secondRun.path("startedAt").asText()))
                .isAfterOrEqualTo(Instant.parse(firstRun.path("endedAt").asText()));
    }

    @Test
    void a_run_is_claimed_once_however_often_the_doorbell_rings() throws Exception {
        var card = board.onlyCard(work(), Map.of(), Map.of());
        var ringing = new AtomicBoolean(true);
        var rings = new AtomicLong();
        var ringer = Thread.ofPlatform().start(() -> {
            while (ringing.get()) {
                signals.changed(UUID.randomUUID());
                rings.incrementAndGet();
                LockSupport.parkNanos(2_000_000);
            }
        });
        long before = epochsUsed();
        try {
            card.fire("START_CODING");
            card.awaitState("CODE_REVIEW");
        } finally {
            ringing.set(false);
            ringer.join();
        }

        assertThat(rings.get()).isGreaterThan(50);
        assertThat(epochsUsed() - before).isEqualTo(1);
    }

    private long epochsUsed() {
        return pool.query("select last_value from run_epoch").execute().await().atMost(LoopCard.PATIENCE).iterator().next()
                .getLong(0);
    }

    private static void assertGoesOn(LoopCard card, String asked, Map<String, ?> limits) {
        assertThat(card.awaitAttention(asked).path("state").asText()).isEqualTo("CODING");
        card.update(Map.of("taskPrompt", work()));

        card.startLoop(Map.of("limits", limits));

        var reviewed = card.awaitState("CODE_REVIEW");
        assertThat(reviewed.path("runs")).hasSize(2);
        assertThat(texts(newestRun(reviewed).path("iterations"), "outcome")).containsExactly("COMPLETED");
    }
}
