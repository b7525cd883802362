package dev.ringmaster.card.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.card.CardChanges;
import dev.ringmaster.card.machine.ActionOutcome.Done;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionOutcome.Later;
import dev.ringmaster.card.workflow.Action;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.support.ServerId;
import dev.ringmaster.testing.DatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

/** The executor with the real tables, and with handlers that a test scripts on a bus of their own. */
@QuarkusTest
@TestProfile(WithoutActions.class)
@QuarkusTestResource(DatabaseResource.class)
class OutboxIT {

    @Inject
    Pool pool;

    @Inject
    ActionRepository actions;

    @Inject
    TransitionRepository transitions;

    @Inject
    CardChanges changes;

    @Inject
    MachineTraces traces;

    @Inject
    Triggers triggers;

    @Inject
    Tables tables;

    private final ScriptedHandlers handlers = new ScriptedHandlers();
    private final ServerId server = new ServerId();
    private ActionExecutor executor;
    private CardSeed card;

    @BeforeEach
    void start() {
        tables.empty();
        executor = executor(handlers, server);
        card = tables.insert(new CardSeed(CardState.CODING));
    }

    @AfterEach
    void stop() {
        handlers.close();
    }

    @Test
    void whatWasCommittedWithoutADoorbellIsDone() {
        long transition = tables.transition(card, Action.CREATE_WORKTREE, Action.START_LOOP);

        sweep();

        awaitState(transition, Action.START_LOOP, "DONE");
        assertThat(handlers.handled()).extracting(ActionRequest::action)
                .containsExactly(Action.CREATE_WORKTREE, Action.START_LOOP);
        assertThat(handlers.handled()).allSatisfy(request -> {
            assertThat(request.cardId()).isEqualTo(card.cardId);
            assertThat(request.projectId()).isEqualTo(card.projectId);
            assertThat(request.transitionId()).isEqualTo(transition);
            assertThat(request.to()).isEqualTo(CardState.CODING);
            assertThat(request.attempt()).isEqualTo(1);
        });
        assertThat(tables.action(transition, Action.START_LOOP).getString("result")).isEqualTo("done START_LOOP");
    }

    @Test
    void actionsOfOneCardRunInOrderAndThoseOfOthersMeanwhile() {
        var gate = handlers.gate(Action.CREATE_WORKTREE);
        long first = tables.transition(card, Action.CREATE_WORKTREE, Action.NOTIFY);
        long second = tables.transition(card, Action.CLEAN_UP);
        var other = tables.insert(new CardSeed(CardState.CODING));
        long others = tables.transition(other, Action.CLEAN_UP);

        sweep();
        awaitState(others, Action.CLEAN_UP, "DONE");
        sweep();

        assertThat(tables.state(first, Action.CREATE_WORKTREE)).isEqualTo("RUNNING");
        assertThat(tables.state(first, Action.NOTIFY)).isEqualTo("PENDING");
        assertThat(tables.state(second, Action.CLEAN_UP)).isEqualTo("PENDING");

        gate.complete(new Done("at last"));
        awaitState(second, Action.CLEAN_UP, "DONE");
        assertThat(handled(card.cardId)).containsExactly(Action.CREATE_WORKTREE, Action.NOTIFY, Action.CLEAN_UP);
    }

    @Test
    void aStopOvertakesWhatRuns() {
        var gate = handlers.gate(Action.RUN_CHECKS);
        long checks = tables.transition(card, Action.RUN_CHECKS);
        sweep();
        awaitState(checks, Action.RUN_CHECKS, "RUNNING");

        long stop = tables.transition(card, Action.STOP_LOOP, Action.NOTIFY);
        sweep();

        awaitState(stop, Action.STOP_LOOP, "DONE");
        assertThat(tables.state(checks, Action.RUN_CHECKS)).isEqualTo("RUNNING");
        assertThat(tables.state(stop, Action.NOTIFY)).isEqualTo("PENDING");
        gate.complete(new Done("at last"));
        awaitState(stop, Action.NOTIFY, "DONE");
    }

    @Test
    void waitingIsInTheRowIsNoFailedAttemptAndEndsWhenTheCardMovesOn() {
        handlers.answer(Action.MONITOR_BUILD, new Later(Duration.ofMinutes(5), "still running", "log in"));
        tables.rows("update card set state = 'BUILDING', attention_reason = null, attention_message = null,"
                + " attention_since = null where id = $1", card.cardId);
        long transition = tables.transition(card, Action.MONITOR_BUILD);
        sweep();
        Awaitility.await().atMost(Tables.PATIENCE)
                .until(() -> tables.card(card.cardId).getString("attention_reason") != null);

        var waiting = tables.action(transition, Action.MONITOR_BUILD);
        assertThat(waiting.getString("state")).isEqualTo("PENDING");
        assertThat(waiting.getString("result")).isEqualTo("still running");
        assertThat(waiting.getInteger("attempts")).isZero();
        assertThat(waiting.getDouble("wait")).isBetween(270.0, 300.0);
        assertThat(tables.card(card.cardId).getString("attention_message")).isEqualTo("log in");
        sweep();
        assertThat(handlers.handled()).hasSize(1);

        executor.wake(List.of(card.cardId)).await().atMost(Tables.PATIENCE);
        Awaitility.await().atMost(Tables.PATIENCE).until(() -> handlers.handled().size() == 2);
        assertThat(handlers.handled()).extracting(ActionRequest::attempt).containsOnly(1);

        var gate = handlers.gate(Action.MONITOR_BUILD);
        Awaitility.await().atMost(Tables.PATIENCE)
                .until(() -> tables.state(transition, Action.MONITOR_BUILD).equals("PENDING"));
        executor.wake(List.of(card.cardId)).await().atMost(Tables.PATIENCE);
        awaitState(transition, Action.MONITOR_BUILD, "RUNNING");
        tables.transition(card, Action.NOTIFY);
        gate.complete(new Later(Duration.ZERO, "still running"));
        awaitState(transition, Action.MONITOR_BUILD, "SUPERSEDED");
        assertThat(tables.card(card.cardId).getString("attention_reason")).isNull();
    }

    @Test
    void aFailingActionIsTriedAgainWithGrowingPausesAndThenShown() {
        handlers.fail(Action.CREATE_WORKTREE, "disk full");
        long transition = tables.transition(card, Action.CREATE_WORKTREE, Action.START_LOOP);
        var pauses = List.of(1, 4, 16, 64);

        for (int attempt = 1; attempt <= 4; attempt++) {
            int tried = attempt;
            tables.rows("update card_action set next_attempt_at = now() where transition_id = $1", transition);
            sweep();
            Awaitility.await().atMost(Tables.PATIENCE).until(() -> {
                var row = tables.action(transition, Action.CREATE_WORKTREE);
                return row.getString("state").equals("PENDING") && row.getInteger("attempts") == tried;
            });
            double pause = pauses.get(attempt - 1);
            assertThat(tables.action(transition, Action.CREATE_WORKTREE).getDouble("wait")).isBetween(pause - 3, pause);
            assertThat(tables.errors(card.cardId)).hasSize(1);
        }
        tables.rows("update card_action set next_attempt_at = now() where transition_id = $1", transition);
        sweep();
        awaitState(transition, Action.CREATE_WORKTREE, "FAILED");

        assertThat(tables.state(transition, Action.START_LOOP)).isEqualTo("SUPERSEDED");
        assertThat(tables.errors(card.cardId).getLast().getString("category")).isEqualTo("ACTION");
        assertThat(tables.errors(card.cardId).getLast().getString("message")).contains("CREATE_WORKTREE", "5 times",
                "disk full");
        assertAttention("ACTION_FAILED", "disk full");
        assertThat(handlers.handled()).extracting(ActionRequest::attempt).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aPendingPauseIsKept() {
        long transition = tables.transition(card, Action.NOTIFY);
        tables.rows("update card_action set next_attempt_at = now() + interval '1 hour'");

        sweep();

        assertThat(tables.state(transition, Action.NOTIFY)).isEqualTo("PENDING");
    }

    @Test
    void whatIsHopelessIsShownAtOnce() {
        handlers.answer(Action.MERGE, new Hopeless("MERGE", "It conflicts."));
        long transition = tables.transition(card, Action.MERGE, Action.TRIGGER_DEPLOY);

        sweep();
        awaitState(transition, Action.MERGE, "FAILED");

        assertThat(tables.state(transition, Action.TRIGGER_DEPLOY)).isEqualTo("SUPERSEDED");
        assertThat(tables.errors(card.cardId).getLast().getString("category")).isEqualTo("MERGE");
        assertAttention("ACTION_FAILED", "It conflicts.");
    }

    @Test
    void aFailureOfAStateTheCardHasLeftIsRecordedAndAsksNothing() {
        handlers.answer(Action.CREATE_WORKTREE, new Hopeless("SETUP", "No disk."));
        long old = tables.transition(card, Action.CREATE_WORKTREE);
        long next = tables.transition(card, Action.NOTIFY);

        sweep();
        awaitState(next, Action.NOTIFY, "DONE");

        assertThat(tables.state(old, Action.CREATE_WORKTREE)).isEqualTo("FAILED");
        assertThat(tables.errors(card.cardId).getLast().getString("category")).isEqualTo("SETUP");
        assertAttention("LIMIT_REACHED", "old");
    }

    @Test
    void whatWasSupersededIsNotRun() {
        tables.transition(card, Action.START_LOOP);
        triggers.fire(TriggerRequest.byUser(card.cardId, Trigger.CANCEL, "ann", null, null)).await().atMost(Tables.PATIENCE);
        long cancel = tables.transitions(card.cardId).getLast().getLong("id");

        sweep();
        awaitState(cancel, Action.STOP_LOOP, "DONE");

        assertThat(handled(card.cardId)).containsExactly(Action.STOP_LOOP);
    }

    @Test
    void theLeaseOfADeadServerEndsAndItsActionIsTakenUp() {
        long transition = tables.transition(card, Action.CREATE_WORKTREE);
        lease(transition, "dead", 3600);
        sweep();
        assertThat(handlers.handled()).isEmpty();

        lease(transition, "dead", -1);
        sweep();

        awaitState(transition, Action.CREATE_WORKTREE, "DONE");
        assertThat(handlers.handled()).extracting(ActionRequest::attempt).containsExactly(2);
        assertThat(tables.action(transition, Action.CREATE_WORKTREE).getString("owner")).isEqualTo(server.value());
    }

    @Test
    void whoHasLostItsLeaseHasNoSayAnyMore() {
        var gate = handlers.gate(Action.CREATE_WORKTREE);
        long transition = tables.transition(card, Action.CREATE_WORKTREE);
        sweep();
        awaitState(transition, Action.CREATE_WORKTREE, "RUNNING");
        lease(transition, "another", 3600);
        var other = tables.insert(new CardSeed(CardState.CODING));
        long marker = tables.transition(other, Action.NOTIFY);

        gate.complete(new Hopeless("SETUP", "No disk."));

        // The executor looks for more once it has dealt with the answer.
        awaitState(marker, Action.NOTIFY, "DONE");
        assertThat(tables.state(transition, Action.CREATE_WORKTREE)).isEqualTo("RUNNING");
        assertThat(tables.errors(card.cardId)).hasSize(1);
        assertAttention("LIMIT_REACHED", "old");
    }

    @Test
    void theLeaseOfWhatRunsIsRenewed() {
        var gate = handlers.gate(Action.RUN_CHECKS);
        long transition = tables.transition(card, Action.RUN_CHECKS);
        sweep();
        lease(transition, server.value(), 1);

        executor.renew().await().atMost(Tables.PATIENCE);

        assertThat(tables.action(transition, Action.RUN_CHECKS).getDouble("lease")).isBetween(10.0, 15.0);
        gate.complete(new Done("at last"));
        awaitState(transition, Action.RUN_CHECKS, "DONE");
    }

    @Test
    void twoServersDoEachActionOnce() {
        var cards = IntStream.range(0, 40).mapToObj(i -> tables.insert(new CardSeed(CardState.CODING))).toList();
        cards.forEach(each -> tables.transition(each, Action.CREATE_WORKTREE, Action.NOTIFY, Action.CLEAN_UP));
        try (var othersHandlers = new ScriptedHandlers()) {
            var other = executor(othersHandlers, new ServerId());

            var both = CompletableFuture.allOf(executor.sweep().subscribeAsCompletionStage(),
                    other.sweep().subscribeAsCompletionStage());
            both.join();
            Awaitility.await().atMost(Tables.PATIENCE).until(() -> {
                sweep();
                return tables.one("select count(*) as n from card_action where state <> 'DONE'").getLong("n") == 0;
            });

            assertThat(handlers.handled().size() + othersHandlers.handled().size()).isEqualTo(120);
            assertThat(tables.one("select max(attempts) as n from card_action").getInteger("n")).isEqualTo(1);
        }
    }

    private ActionExecutor executor(ScriptedHandlers scripted, ServerId owner) {
        return new ActionExecutor(pool, scripted.bus(), actions, transitions, changes, () -> true, traces, owner);
    }

    private void sweep() {
        executor.sweep().await().atMost(Tables.PATIENCE);
    }

    private void lease(long transition, String owner, int seconds) {
        tables.rows("""
                update card_action set state = 'RUNNING', owner = $2, attempts = 1, lease_until = now() + $3 * interval '1 s'
                where transition_id = $1""", transition, owner, (double) seconds);
    }

    private void awaitState(long transition, Action action, String state) {
        Awaitility.await(action + " is " + state).atMost(Tables.PATIENCE)
                .until(() -> tables.state(transition, action), state::equals);
    }

    private List<Action> handled(UUID cardId) {
        return handlers.handled().stream().filter(request -> request.cardId().equals(cardId)).map(ActionRequest::action)
                .toList();
    }

    private void assertAttention(String reason, String said) {
        Awaitility.await().atMost(Tables.PATIENCE)
                .until(() -> reason.equals(tables.card(card.cardId).getString("attention_reason")));
        assertThat(tables.card(card.cardId).getString("attention_message")).contains(said);
    }
}
