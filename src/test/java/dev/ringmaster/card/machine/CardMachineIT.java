package dev.ringmaster.card.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.ringmaster.card.machine.TriggerOutcome.AlreadyFired;
import dev.ringmaster.card.machine.TriggerOutcome.Moved;
import dev.ringmaster.card.machine.TriggerOutcome.Refused;
import dev.ringmaster.card.machine.TriggerRequest.Failure;
import dev.ringmaster.card.workflow.Action;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Edge;
import dev.ringmaster.card.workflow.Guard;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.card.workflow.Workflow;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.testing.DatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;

@QuarkusTest
@TestProfile(WithoutActions.class)
@QuarkusTestResource(DatabaseResource.class)
class CardMachineIT {

    private static final Set<Trigger> FAILURES = EnumSet.of(Trigger.LOOP_FAILED, Trigger.ERROR_DETECTED, Trigger.TESTS_FAILED,
            Trigger.BUILD_FAILED, Trigger.DEPLOY_FAILED, Trigger.VERIFY_FAILED);
    private static final JsonObject PAYLOAD = new JsonObject().put("model", "opus");

    @Inject
    Triggers triggers;

    @Inject
    Tables tables;

    private record Visit(String from, String trigger, String to) {
    }

    @TestFactory
    Stream<DynamicTest> everyEdgeMovesTheCardAndNothingElse() {
        var cards = new ArrayList<UUID>();
        return Stream.concat(
                Workflow.edges().stream().map(edge -> DynamicTest.dynamicTest(
                        edge.from() + " " + edge.trigger() + " [" + edge.guard() + "] " + edge.to(),
                        () -> cards.add(visit(edge)))),
                Stream.of(DynamicTest.dynamicTest("every edge was visited", () -> assertThat(visited(cards))
                        .containsExactlyInAnyOrderElementsOf(Workflow.edges().stream().map(edge -> new Visit(
                                edge.from().name(), edge.trigger().name(), edge.to().name())).toList()))));
    }

    /** What the audit says of the cards: it, not the test, tells which edges were taken. */
    private List<Visit> visited(List<UUID> cards) {
        return tables.rows("select from_state, trigger, to_state from card_transition where card_id = any ($1)",
                (Object) cards.toArray(UUID[]::new)).stream()
                .map(row -> new Visit(text(row, "from_state"), text(row, "trigger"), text(row, "to_state"))).toList();
    }

    private UUID visit(Edge edge) {
        var seed = tables.insert(new CardSeed(edge.from()).fit(edge.guard()));
        var failure = FAILURES.contains(edge.trigger()) ? new Failure("TEST", "it broke", "line 1") : null;
        var before = tables.card(seed.cardId);

        var outcome = fire(new TriggerRequest(seed.cardId, edge.trigger(), "ann", "because", "test:" + seed.cardId, failure,
                PAYLOAD, null));

        assertThat(outcome).isInstanceOfSatisfying(Moved.class, moved -> {
            assertThat(moved.from()).isEqualTo(edge.from());
            assertThat(moved.to()).isEqualTo(edge.to());
        });
        var after = tables.card(seed.cardId);
        assertThat(text(after, "state")).isEqualTo(edge.to().name());
        assertThat(text(after, "previous_state")).isEqualTo(edge.from().name());
        assertThat(after.getLong("revision")).isEqualTo(before.getLong("revision") + 1);
        assertThat(after.getInteger("version")).as("what a person edits").isEqualTo(before.getInteger("version"));
        assertThat(after.getOffsetDateTime("updated_at")).isAfter(before.getOffsetDateTime("updated_at"));
        assertThat(after.getOffsetDateTime("state_changed_at").equals(before.getOffsetDateTime("state_changed_at")))
                .isEqualTo(edge.from() == edge.to());
        assertThat(after.getInteger("error_count")).isEqualTo(errorsAfter(edge, seed));
        assertThat(after.getString("failed_in")).isEqualTo(failedInAfter(edge, seed));
        assertThat(after.getString("attention_reason")).isEqualTo(attentionAfter(edge));
        assertAudit(edge, seed);
        assertActions(edge, seed);
        assertErrors(edge, seed, failure);
        return seed.cardId;
    }

    private void assertAudit(Edge edge, CardSeed seed) {
        assertThat(tables.transitions(seed.cardId)).singleElement().satisfies(row -> {
            assertThat(text(row, "from_state")).isEqualTo(edge.from().name());
            assertThat(text(row, "to_state")).isEqualTo(edge.to().name());
            assertThat(text(row, "trigger")).isEqualTo(edge.trigger().name());
            assertThat(text(row, "actor")).isEqualTo("ann");
            assertThat(text(row, "reason")).isEqualTo("because");
            assertThat(text(row, "fired_by")).isEqualTo("test:" + seed.cardId);
        });
    }

    private void assertActions(Edge edge, CardSeed seed) {
        var actions = tables.actions(seed.cardId);
        assertThat(actions).extracting(row -> row.getString("action"))
                .containsExactlyElementsOf(edge.actions().stream().map(Action::name).toList());
        assertThat(actions).allSatisfy(row -> {
            assertThat(text(row, "state")).isEqualTo("PENDING");
            assertThat(row.getJsonObject("payload"))
                    .isEqualTo(text(row, "action").equals("START_LOOP") ? PAYLOAD : null);
        });
    }

    private void assertErrors(Edge edge, CardSeed seed, @Nullable Failure failure) {
        var through = edge.trigger() == Trigger.FIX_APPLIED || edge.to() == CardState.COMPLETED
                || edge.to() == CardState.DRAFT;
        var errors = tables.errors(seed.cardId);
        assertThat(errors).hasSize(failure == null ? 1 : 2);
        assertThat(errors.getFirst().getBoolean("resolved")).isEqualTo(through);
        if (failure != null) {
            var fresh = errors.getLast();
            assertThat(text(fresh, "category")).isEqualTo("TEST");
            assertThat(text(fresh, "message")).isEqualTo("it broke");
            assertThat(text(fresh, "context")).isEqualTo("line 1");
            assertThat(text(fresh, "source_state")).isEqualTo(edge.from().name());
            assertThat(fresh.getBoolean("resolved")).isFalse();
        }
    }

    private static int errorsAfter(Edge edge, CardSeed seed) {
        if (edge.trigger() == Trigger.RETRY || edge.to() == CardState.DRAFT || edge.to() == CardState.COMPLETED) {
            return 0;
        }
        return edge.to() == CardState.ERROR_FIXING ? seed.errorCount + 1 : seed.errorCount;
    }

    /** Where it failed is remembered as long as the card is fixed or failed. */
    private static @Nullable String failedInAfter(Edge edge, CardSeed seed) {
        if (edge.to() != CardState.ERROR_FIXING && edge.to() != CardState.FAILED) {
            return null;
        }
        return seed.failedIn == null ? edge.from().name() : seed.failedIn.name();
    }

    private static @Nullable String attentionAfter(Edge edge) {
        if (edge.to() == CardState.FAILED || edge.from() == CardState.PLANNING && edge.trigger() == Trigger.LOOP_FAILED) {
            return "CARD_FAILED";
        }
        if (edge.from() == CardState.PLANNING && edge.to() == CardState.PLANNING) {
            return "PLAN_TO_APPROVE";
        }
        return edge.to() == CardState.CODE_REVIEW ? "REVIEW_TO_GIVE" : null;
    }

    @Test
    void everyPairOutsideTheTableIsRefusedAndChangesNothing() {
        int refused = 0;
        for (var state : CardState.values()) {
            var seed = tables.insert(new CardSeed(state));
            var before = tables.card(seed.cardId).deepToString();
            for (var trigger : Trigger.values()) {
                if (Workflow.edges().stream().noneMatch(edge -> edge.from() == state && edge.trigger() == trigger)) {
                    assertRefused(seed, trigger, ErrorCode.ILLEGAL_TRANSITION, trigger.name(), state.name());
                    refused++;
                }
            }
            assertUnchanged(seed, before);
        }
        long pairs = Workflow.edges().stream().map(edge -> edge.from() + " " + edge.trigger()).distinct().count();
        assertThat(refused).isEqualTo(16 * 27 - (int) pairs).isGreaterThan(300);
    }

    @Test
    void aGuardThatFailsRefusesInWordsAndChangesNothing() {
        var edges = Workflow.edges().stream().filter(edge -> EnumSet.of(Guard.HAS_TASK_PROMPT, Guard.HAS_ACCEPTANCE_CRITERIA,
                Guard.HAS_GENERATED_CODE, Guard.DEPLOY_CONFIGURED, Guard.NO_DEPLOY_CONFIGURED, Guard.SYNC_COMPLETED,
                Guard.HEALTH_CHECK_PASSED, Guard.FAILED_IN_CODING).contains(edge.guard())).toList();
        assertThat(edges).hasSizeGreaterThanOrEqualTo(9);
        for (var edge : edges) {
            var seed = tables.insert(new CardSeed(edge.from()).unfit(edge.guard()));
            var before = tables.card(seed.cardId).deepToString();

            assertRefused(seed, edge.trigger(), ErrorCode.GUARD_FAILED, edge.guard().refusal());
            assertUnchanged(seed, before);
        }
    }

    @Test
    void anUnknownCardIsRefused() {
        var nobody = UUID.randomUUID();

        assertThat(fire(TriggerRequest.byUser(nobody, Trigger.ARCHIVE, "ann", null, null)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(refused.message()).contains(nobody.toString());
                });
    }

    @Test
    void oneCauseMovesTheCardOnce() {
        var seed = tables.insert(new CardSeed(CardState.PLANNING));
        var request = TriggerRequest.byServer(seed.cardId, Trigger.LOOP_COMPLETE, "done", "run:" + UUID.randomUUID());

        assertThat(fire(request)).isInstanceOf(Moved.class);
        assertThat(fire(request)).isEqualTo(new AlreadyFired());

        assertThat(tables.transitions(seed.cardId)).hasSize(1);
        assertThat(tables.actions(seed.cardId)).hasSize(3);
    }

    @Test
    void oneCauseThatIsTold20TimesAtOnceMovesTheCardOnce() {
        var seed = tables.insert(new CardSeed(CardState.PLANNING));
        var request = TriggerRequest.byServer(seed.cardId, Trigger.LOOP_COMPLETE, "done", "run:" + UUID.randomUUID());

        var outcomes = fireAtOnce(20, request);

        assertThat(outcomes).filteredOn(Moved.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(AlreadyFired.class::isInstance).hasSize(19);
        assertThat(tables.transitions(seed.cardId)).hasSize(1);
    }

    @Test
    void of20TriggersAtOnceExactlyOneWins() {
        var seed = tables.insert(new CardSeed(CardState.DRAFT).fit(Guard.HAS_TASK_PROMPT));

        var outcomes = fireAtOnce(20, TriggerRequest.byUser(seed.cardId, Trigger.START_CODING, "ann", null, null));

        assertThat(outcomes).filteredOn(Moved.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Refused.class::isInstance).hasSize(19)
                .allSatisfy(outcome -> assertThat(((Refused) outcome).code()).isEqualTo(ErrorCode.ILLEGAL_TRANSITION));
        assertThat(tables.transitions(seed.cardId)).hasSize(1);
        assertThat(tables.actions(seed.cardId)).hasSize(2);
        assertThat(tables.card(seed.cardId).getLong("revision")).isEqualTo(2);
    }

    @Test
    void whatTheOldStateAskedForIsSuperseded() {
        var seed = tables.insert(new CardSeed(CardState.CODING));
        tables.transition(seed, Action.CREATE_WORKTREE, Action.START_LOOP);

        fire(TriggerRequest.byUser(seed.cardId, Trigger.CANCEL, "ann", null, null));

        assertThat(tables.actions(seed.cardId)).extracting(row -> row.getString("action") + " " + row.getString("state"))
                .containsExactly("CREATE_WORKTREE PENDING", "START_LOOP SUPERSEDED", "STOP_LOOP PENDING");
    }

    @Test
    void evidenceOfAnEarlierDeployIsForgottenByTheNext() {
        var seed = new CardSeed(CardState.TESTING).fit(Guard.ONLY_DEPLOY_CONFIGURED);
        seed.synced = true;
        seed.healthy = true;
        tables.insert(seed);

        assertThat(fire(TriggerRequest.byServer(seed.cardId, Trigger.TESTS_PASSED, "ok", "test:" + seed.cardId)))
                .isInstanceOf(Moved.class);

        assertThat(tables.card(seed.cardId).getBoolean("deploy_synced")).isFalse();
        assertThat(tables.card(seed.cardId).getBoolean("health_passed")).isFalse();
    }

    private void assertRefused(CardSeed seed, Trigger trigger, ErrorCode code, String... said) {
        assertThat(fire(TriggerRequest.byUser(seed.cardId, trigger, "ann", null, null)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.message()).contains(said);
                });
    }

    private void assertUnchanged(CardSeed seed, String before) {
        assertThat(tables.card(seed.cardId).deepToString()).isEqualTo(before);
        assertThat(tables.transitions(seed.cardId)).isEmpty();
        assertThat(tables.actions(seed.cardId)).isEmpty();
        assertThat(tables.errors(seed.cardId)).hasSize(1);
    }

    private TriggerOutcome fire(TriggerRequest request) {
        return triggers.fire(request).await().atMost(Tables.PATIENCE);
    }

    private List<TriggerOutcome> fireAtOnce(int times, TriggerRequest request) {
        return Uni.join().all(IntStream.range(0, times).mapToObj(i -> triggers.fire(request)).toList()).andFailFast()
                .await().atMost(Tables.PATIENCE);
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNull(row.getString(column), column);
    }
}
