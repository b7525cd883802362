package dev.ringmaster.card.workflow;

import static dev.ringmaster.card.workflow.FactsBuilder.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowTest {

    private static final Set<CardState> TERMINAL = EnumSet.of(CardState.COMPLETED, CardState.FAILED, CardState.ARCHIVED);

    /** The table of the design, written by hand: the other side of the comparison. */
    private static final String DESIGN = """
            DRAFT | START_PLANNING | has task prompt | PLANNING | CREATE_WORKTREE, START_LOOP
            DRAFT | START_CODING | has task prompt | CODING | CREATE_WORKTREE, START_LOOP
            PLANNING | LOOP_COMPLETE | – | PLANNING | STORE_PLAN, NOTIFY, ADVANCE
            PLANNING | APPROVE_PLAN | has acceptance criteria | CODING | STOP_LOOP, START_LOOP
            PLANNING | REJECT_PLAN | – | DRAFT | STOP_LOOP
            PLANNING | LOOP_FAILED | – | DRAFT | NOTIFY
            CODING | LOOP_COMPLETE | has generated code | CODE_REVIEW | PUSH_BRANCH, CREATE_PULL_REQUEST, NOTIFY, ADVANCE
            CODING | LOOP_FAILED | under retry limit | ERROR_FIXING | COLLECT_ERROR_CONTEXT, START_LOOP
            CODING | ERROR_DETECTED | under retry limit | ERROR_FIXING | COLLECT_ERROR_CONTEXT, START_LOOP
            CODE_REVIEW | APPROVE_REVIEW | – | TESTING | RUN_CHECKS
            CODE_REVIEW | REJECT_REVIEW | – | CODING | START_LOOP
            TESTING | TESTS_PASSED | build configured | BUILD_QUEUE | TRIGGER_BUILD
            TESTING | TESTS_PASSED | only deploy configured | DEPLOY_QUEUE | MERGE, TRIGGER_DEPLOY
            TESTING | TESTS_PASSED | neither build nor deploy configured | COMPLETED | MERGE, CLEAN_UP, NOTIFY
            TESTING | TESTS_FAILED | under retry limit | ERROR_FIXING | COLLECT_ERROR_CONTEXT, START_LOOP
            BUILD_QUEUE | BUILD_STARTED | – | BUILDING | MONITOR_BUILD
            BUILD_QUEUE | BUILD_FAILED | – | BUILD_FAILED | COLLECT_ERROR_CONTEXT, ADVANCE
            BUILDING | BUILD_SUCCEEDED | – | BUILD_SUCCESS | ADVANCE
            BUILDING | BUILD_FAILED | – | BUILD_FAILED | COLLECT_ERROR_CONTEXT, ADVANCE
            BUILD_SUCCESS | DEPLOY_QUEUED | deploy configured | DEPLOY_QUEUE | MERGE, TRIGGER_DEPLOY
            BUILD_SUCCESS | FINISH | no deploy configured | COMPLETED | MERGE, CLEAN_UP, NOTIFY
            BUILD_FAILED | ERROR_DETECTED | under retry limit | ERROR_FIXING | START_LOOP
            DEPLOY_QUEUE | DEPLOY_STARTED | – | DEPLOYING | MONITOR_DEPLOY
            DEPLOYING | DEPLOY_SYNCED | sync completed | VERIFYING | RUN_HEALTH_CHECKS
            DEPLOY_QUEUE | ERROR_DETECTED | under retry limit | ERROR_FIXING | COLLECT_ERROR_CONTEXT, START_LOOP
            DEPLOY_QUEUE | DEPLOY_FAILED | under retry limit | ERROR_FIXING | COLLECT_ERROR_CONTEXT, START_LOOP
            DEPLOYING | DEPLOY_FAILED | under retry limit | ERROR_FIXING | COLLECT_ERROR_CONTEXT, START_LOOP
            VERIFYING | VERIFY_PASSED | health check passed | COMPLETED | CLEAN_UP, NOTIFY
            VERIFYING | VERIFY_FAILED | under retry limit | ERROR_FIXING | ROLL_BACK, COLLECT_ERROR_CONTEXT, START_LOOP
            ERROR_FIXING | FIX_APPLIED | failed in CODING | CODE_REVIEW | PUSH_BRANCH, CREATE_PULL_REQUEST, NOTIFY, ADVANCE
            ERROR_FIXING | FIX_APPLIED | failed in TESTING | TESTING | PUSH_BRANCH, RUN_CHECKS
            ERROR_FIXING | FIX_APPLIED | failed in build, or in deploy with a build configured | BUILD_QUEUE | PUSH_BRANCH, TRIGGER_BUILD
            ERROR_FIXING | FIX_APPLIED | failed in deploy, no build configured | DEPLOY_QUEUE | PUSH_BRANCH, MERGE, TRIGGER_DEPLOY
            ERROR_FIXING | LOOP_FAILED | – | FAILED | NOTIFY
            ERROR_FIXING | MAX_RETRIES_EXCEEDED | – | FAILED | NOTIFY
            FAILED | RETRY | failed while fixing | ERROR_FIXING | START_LOOP
            FAILED | RETRY | failed elsewhere | CODING | START_LOOP
            COMPLETED | RETRY | – | CODING | CREATE_WORKTREE, START_LOOP
            ARCHIVED | UNARCHIVE | – | DRAFT | –
            """;

    @Test
    void theTableIsTheDesigns() {
        var expected = Stream.of(
                DESIGN.lines(),
                // Every row that needs "under retry limit" ends the card when the limit is reached.
                DESIGN.lines().filter(row -> row.contains("under retry limit"))
                        .map(row -> row.substring(0, row.indexOf(" | under")) + " | retry limit reached | FAILED | NOTIFY"),
                Arrays.stream(CardState.values()).filter(state -> !TERMINAL.contains(state) && state != CardState.DRAFT)
                        .map(state -> state + " | CANCEL | – | DRAFT | STOP_LOOP"),
                Stream.of("DRAFT", "COMPLETED", "FAILED").map(state -> state + " | ARCHIVE | – | ARCHIVED | REMOVE_WORKTREE"))
                .flatMap(rows -> rows).toList();

        var rows = WorkflowDiagram.table().lines().skip(2).map(row -> row.substring(2, row.length() - 2)).toList();

        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    }

    static Stream<Arguments> everyPair() {
        return Arrays.stream(CardState.values())
                .flatMap(state -> Arrays.stream(Trigger.values()).map(trigger -> arguments(state, trigger)));
    }

    @Test
    void thereAre16StatesAnd27Triggers() {
        assertThat(everyPair()).hasSize(16 * 27);
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void aPairOutsideTheTableIsRefusedWhateverTheFacts(CardState state, Trigger trigger) {
        var inTable = Workflow.edges().stream().anyMatch(edge -> edge.from() == state && edge.trigger() == trigger);

        var decisions = FactsBuilder.many().stream().map(facts -> Workflow.decide(state, trigger, facts)).toList();

        if (inTable) {
            assertThat(decisions).isNotEmpty().noneMatch(decision -> decision instanceof Decision.Illegal);
        } else {
            assertThat(decisions).isNotEmpty().containsOnly(new Decision.Illegal(state, trigger));
        }
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void noFactsFitTwoRowsOfOnePair(CardState state, Trigger trigger) {
        var rows = Workflow.edges().stream().filter(edge -> edge.from() == state && edge.trigger() == trigger).toList();

        assertThat(FactsBuilder.many()).allMatch(facts -> rows.stream().filter(row -> row.guard().holds(facts)).count() <= 1);
    }

    static Stream<Arguments> guardsWithFactsForAndAgainst() {
        return Stream.of(
                arguments(Guard.HAS_TASK_PROMPT, facts().taskPrompt(), facts()),
                arguments(Guard.HAS_ACCEPTANCE_CRITERIA, facts().criteria(), facts()),
                arguments(Guard.HAS_GENERATED_CODE, facts().code(), facts()),
                arguments(Guard.UNDER_RETRY_LIMIT, facts().errors(2, 3), facts().errors(3, 3)),
                arguments(Guard.UNDER_RETRY_LIMIT, facts().errors(0, 1), facts().errors(0, 0)),
                arguments(Guard.RETRY_LIMIT_REACHED, facts().errors(3, 3), facts().errors(2, 3)),
                arguments(Guard.RETRY_LIMIT_REACHED, facts().errors(4, 3), facts().errors(0, 1)),
                arguments(Guard.BUILD_CONFIGURED, facts().settings(true, false), facts().settings(false, true)),
                arguments(Guard.ONLY_DEPLOY_CONFIGURED, facts().settings(false, true), facts().settings(true, true)),
                arguments(Guard.ONLY_DEPLOY_CONFIGURED, facts().settings(false, true), facts().settings(false, false)),
                arguments(Guard.NEITHER_CONFIGURED, facts().settings(false, false), facts().settings(true, false)),
                arguments(Guard.NEITHER_CONFIGURED, facts().settings(false, false), facts().settings(false, true)),
                arguments(Guard.DEPLOY_CONFIGURED, facts().settings(true, true), facts().settings(true, false)),
                arguments(Guard.NO_DEPLOY_CONFIGURED, facts().settings(true, false), facts().settings(true, true)),
                arguments(Guard.SYNC_COMPLETED, facts().synced(), facts().healthy()),
                arguments(Guard.HEALTH_CHECK_PASSED, facts().healthy(), facts().synced()),
                arguments(Guard.FAILED_IN_CODING, facts().failedIn(CardState.CODING), facts().failedIn(CardState.TESTING)),
                arguments(Guard.FAILED_IN_TESTING, facts().failedIn(CardState.TESTING), facts()),
                arguments(Guard.FIX_NEEDS_BUILD, facts().failedIn(CardState.BUILD_FAILED),
                        facts().failedIn(CardState.DEPLOYING)),
                arguments(Guard.FIX_NEEDS_BUILD, facts().failedIn(CardState.VERIFYING).settings(true, true),
                        facts().failedIn(CardState.TESTING).settings(true, true)),
                arguments(Guard.FIX_NEEDS_DEPLOY, facts().failedIn(CardState.DEPLOY_QUEUE).settings(false, true),
                        facts().failedIn(CardState.DEPLOY_QUEUE).settings(true, true)),
                arguments(Guard.FAILED_WHILE_FIXING,
                        facts().previous(CardState.ERROR_FIXING).failedIn(CardState.TESTING),
                        facts().previous(CardState.TESTING).failedIn(CardState.TESTING)),
                arguments(Guard.FAILED_ELSEWHERE, facts().previous(CardState.CODING).failedIn(CardState.CODING),
                        facts().previous(CardState.ERROR_FIXING).failedIn(CardState.CODING)));
    }

    @ParameterizedTest
    @MethodSource("guardsWithFactsForAndAgainst")
    void aGuardLooksAtItsFactsAlone(Guard guard, FactsBuilder holding, FactsBuilder failing) {
        assertThat(guard.holds(holding.build())).isTrue();
        assertThat(guard.holds(failing.build())).isFalse();
        assertThat(guard.description()).isNotBlank();
        assertThat(guard.refusal()).isNotBlank();
    }

    @Test
    void everyGuardButTheOneThatAlwaysHoldsIsTested() {
        assertThat(guardsWithFactsForAndAgainst().map(test -> test.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Guard.NONE)));
        assertThat(FactsBuilder.many()).allMatch(Guard.NONE::holds);
    }

    @Test
    void aGuardThatFailsIsNamedInTheRefusal() {
        var decision = Workflow.decide(CardState.DRAFT, Trigger.START_CODING, facts().build());

        assertThat(decision).isEqualTo(new Decision.GuardFailed(CardState.DRAFT, Trigger.START_CODING,
                List.of(Guard.HAS_TASK_PROMPT)));
    }

    @Test
    void failuresAreFixedUntilTheRetryLimitIsReached() {
        for (int errors = 0; errors < 3; errors++) {
            assertThat(taken(CardState.TESTING, Trigger.TESTS_FAILED, facts().errors(errors, 3)).to())
                    .isEqualTo(CardState.ERROR_FIXING);
        }

        assertThat(taken(CardState.TESTING, Trigger.TESTS_FAILED, facts().errors(3, 3)).to()).isEqualTo(CardState.FAILED);
    }

    @ParameterizedTest
    @EnumSource(CardState.class)
    void everyNonTerminalStateButDraftCanBeCancelled(CardState state) {
        var decision = Workflow.decide(state, Trigger.CANCEL, facts().build());

        if (TERMINAL.contains(state) || state == CardState.DRAFT) {
            assertThat(decision).isEqualTo(new Decision.Illegal(state, Trigger.CANCEL));
        } else {
            assertThat(taken(state, Trigger.CANCEL, facts()).to()).isEqualTo(CardState.DRAFT);
            assertThat(taken(state, Trigger.CANCEL, facts()).actions()).containsExactly(Action.STOP_LOOP);
        }
    }

    @Test
    void whateverIsFixedHasAWayOn() {
        var failedIn = Workflow.edges().stream()
                .filter(edge -> edge.to() == CardState.ERROR_FIXING && edge.from() != CardState.FAILED)
                .map(Edge::from).distinct().toList();

        assertThat(failedIn).hasSize(6);
        for (var state : failedIn) {
            for (var build : List.of(true, false)) {
                for (var deploy : List.of(true, false)) {
                    assertThat(Workflow.decide(CardState.ERROR_FIXING, Trigger.FIX_APPLIED,
                            facts().failedIn(state).settings(build, deploy).build()))
                            .as("failed in %s, build %s, deploy %s", state, build, deploy)
                            .isInstanceOf(Decision.Take.class);
                }
            }
        }
    }

    @Test
    void aFailedCardCanAlwaysBeRetried() {
        assertThat(FactsBuilder.many()).allMatch(facts -> Workflow.decide(CardState.FAILED, Trigger.RETRY,
                facts) instanceof Decision.Take);
    }

    @ParameterizedTest
    @EnumSource(CardState.class)
    void usersAreAllowedTheirOwnTriggersOnlyAndOnlyThoseThatWork(CardState state) {
        for (var facts : FactsBuilder.many()) {
            var allowed = Workflow.allowedToUsers(state, facts);

            assertThat(Arrays.stream(Trigger.values()).filter(Trigger::byUser)
                    .filter(trigger -> Workflow.decide(state, trigger, facts) instanceof Decision.Take))
                    .containsExactlyElementsOf(allowed);
        }
    }

    @ParameterizedTest
    @EnumSource(CardState.class)
    void whatAStateFiresByItselfIsPossible(CardState state) {
        for (var facts : FactsBuilder.many()) {
            Workflow.automatic(state, facts).ifPresent(trigger -> assertThat(Workflow.decide(state, trigger, facts))
                    .as("%s in %s with %s", trigger, state, facts).isInstanceOf(Decision.Take.class));
        }
    }

    @Test
    void approvalsComeByThemselvesWhereTheProjectSaysSo() {
        assertThat(Workflow.automatic(CardState.PLANNING, facts().criteria().build())).isEmpty();
        assertThat(Workflow.automatic(CardState.PLANNING, facts().approvesPlan().build())).isEmpty();
        assertThat(Workflow.automatic(CardState.PLANNING, facts().approvesPlan().criteria().build()))
                .contains(Trigger.APPROVE_PLAN);
        assertThat(Workflow.automatic(CardState.CODE_REVIEW, facts().build())).isEmpty();
        assertThat(Workflow.automatic(CardState.CODE_REVIEW, facts().approvesReview().build()))
                .contains(Trigger.APPROVE_REVIEW);
    }

    private static Edge taken(CardState state, Trigger trigger, FactsBuilder facts) {
        var decision = Workflow.decide(state, trigger, facts.build());
        assertThat(decision).isInstanceOf(Decision.Take.class);
        return ((Decision.Take) decision).edge();
    }
}
