package dev.ringmaster.card.workflow;

import static dev.ringmaster.card.workflow.Action.*;
import static dev.ringmaster.card.workflow.CardState.*;
import static dev.ringmaster.card.workflow.Guard.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The transition table. It is data: the machine, the {@code workflow} query and the diagram in the documentation all read
 * it from here. Rows of one state and trigger are tried in order; the first whose guard holds is taken.
 */
public final class Workflow {

    private static final List<Edge> EDGES = table();

    private Workflow() {
    }

    public static List<Edge> edges() {
        return EDGES;
    }

    public static Decision decide(CardState state, Trigger trigger, CardFacts facts) {
        var rows = EDGES.stream().filter(edge -> edge.from() == state && edge.trigger() == trigger).toList();
        if (rows.isEmpty()) {
            return new Decision.Illegal(state, trigger);
        }
        return rows.stream().filter(edge -> edge.guard().holds(facts)).findFirst()
                .<Decision> map(Decision.Take::new)
                .orElseGet(() -> new Decision.GuardFailed(state, trigger, rows.stream().map(Edge::guard).toList()));
    }

    /** What a person may fire now, in the order of the enum. */
    public static Set<Trigger> allowedToUsers(CardState state, CardFacts facts) {
        var allowed = EnumSet.noneOf(Trigger.class);
        EDGES.stream()
                .filter(edge -> edge.from() == state && edge.trigger().byUser() && edge.guard().holds(facts))
                .forEach(edge -> allowed.add(edge.trigger()));
        return allowed;
    }

    /** The trigger that a state fires by itself once it is entered, if there is one. */
    public static Optional<Trigger> automatic(CardState state, CardFacts facts) {
        return switch (state) {
            case PLANNING -> facts.autoApprovePlan() && facts.hasAcceptanceCriteria()
                    ? Optional.of(Trigger.APPROVE_PLAN)
                    : Optional.empty();
            case CODE_REVIEW -> facts.autoApproveReview() ? Optional.of(Trigger.APPROVE_REVIEW) : Optional.empty();
            case BUILD_SUCCESS -> Optional.of(facts.deployConfigured() ? Trigger.DEPLOY_QUEUED : Trigger.FINISH);
            case BUILD_FAILED -> Optional.of(Trigger.ERROR_DETECTED);
            case DRAFT, CODING, TESTING, BUILD_QUEUE, BUILDING, DEPLOY_QUEUE, DEPLOYING, VERIFYING, COMPLETED, ERROR_FIXING,
                    ARCHIVED, FAILED ->
                Optional.empty();
        };
    }

    private static List<Edge> table() {
        var rows = new ArrayList<Edge>();
        development(rows);
        build(rows);
        deploy(rows);
        fixing(rows);
        endings(rows);
        return List.copyOf(rows);
    }

    private static void development(List<Edge> rows) {
        row(rows, DRAFT, Trigger.START_PLANNING, HAS_TASK_PROMPT, PLANNING, CREATE_WORKTREE, START_LOOP);
        row(rows, DRAFT, Trigger.START_CODING, HAS_TASK_PROMPT, CODING, CREATE_WORKTREE, START_LOOP);
        row(rows, PLANNING, Trigger.LOOP_COMPLETE, NONE, PLANNING, STORE_PLAN, NOTIFY, ADVANCE);
        row(rows, PLANNING, Trigger.APPROVE_PLAN, HAS_ACCEPTANCE_CRITERIA, CODING, STOP_LOOP, START_LOOP);
        row(rows, PLANNING, Trigger.REJECT_PLAN, NONE, DRAFT, STOP_LOOP);
        row(rows, PLANNING, Trigger.LOOP_FAILED, NONE, DRAFT, NOTIFY);
        row(rows, CODING, Trigger.LOOP_COMPLETE, HAS_GENERATED_CODE, CODE_REVIEW, PUSH_BRANCH, CREATE_PULL_REQUEST, NOTIFY,
                ADVANCE);
        fixable(rows, CODING, Trigger.LOOP_FAILED, COLLECT_ERROR_CONTEXT, START_LOOP);
        fixable(rows, CODING, Trigger.ERROR_DETECTED, COLLECT_ERROR_CONTEXT, START_LOOP);
        row(rows, CODE_REVIEW, Trigger.APPROVE_REVIEW, NONE, TESTING, RUN_CHECKS);
        row(rows, CODE_REVIEW, Trigger.REJECT_REVIEW, NONE, CODING, START_LOOP);
        row(rows, TESTING, Trigger.TESTS_PASSED, BUILD_CONFIGURED, BUILD_QUEUE, TRIGGER_BUILD);
        row(rows, TESTING, Trigger.TESTS_PASSED, ONLY_DEPLOY_CONFIGURED, DEPLOY_QUEUE, MERGE, TRIGGER_DEPLOY);
        row(rows, TESTING, Trigger.TESTS_PASSED, NEITHER_CONFIGURED, COMPLETED, MERGE, CLEAN_UP, NOTIFY);
        fixable(rows, TESTING, Trigger.TESTS_FAILED, COLLECT_ERROR_CONTEXT, START_LOOP);
    }

    private static void build(List<Edge> rows) {
        row(rows, BUILD_QUEUE, Trigger.BUILD_STARTED, NONE, BUILDING, MONITOR_BUILD);
        row(rows, BUILD_QUEUE, Trigger.BUILD_FAILED, NONE, CardState.BUILD_FAILED, COLLECT_ERROR_CONTEXT, ADVANCE);
        row(rows, BUILDING, Trigger.BUILD_SUCCEEDED, NONE, BUILD_SUCCESS, ADVANCE);
        row(rows, BUILDING, Trigger.BUILD_FAILED, NONE, CardState.BUILD_FAILED, COLLECT_ERROR_CONTEXT, ADVANCE);
        row(rows, BUILD_SUCCESS, Trigger.DEPLOY_QUEUED, DEPLOY_CONFIGURED, DEPLOY_QUEUE, MERGE, TRIGGER_DEPLOY);
        row(rows, BUILD_SUCCESS, Trigger.FINISH, NO_DEPLOY_CONFIGURED, COMPLETED, MERGE, CLEAN_UP, NOTIFY);
        fixable(rows, CardState.BUILD_FAILED, Trigger.ERROR_DETECTED, START_LOOP);
    }

    private static void deploy(List<Edge> rows) {
        row(rows, DEPLOY_QUEUE, Trigger.DEPLOY_STARTED, NONE, DEPLOYING, MONITOR_DEPLOY);
        fixable(rows, DEPLOY_QUEUE, Trigger.ERROR_DETECTED, COLLECT_ERROR_CONTEXT, START_LOOP);
        fixable(rows, DEPLOY_QUEUE, Trigger.DEPLOY_FAILED, COLLECT_ERROR_CONTEXT, START_LOOP);
        row(rows, DEPLOYING, Trigger.DEPLOY_SYNCED, SYNC_COMPLETED, VERIFYING, RUN_HEALTH_CHECKS);
        fixable(rows, DEPLOYING, Trigger.DEPLOY_FAILED, COLLECT_ERROR_CONTEXT, START_LOOP);
        row(rows, VERIFYING, Trigger.VERIFY_PASSED, HEALTH_CHECK_PASSED, COMPLETED, CLEAN_UP, NOTIFY);
        fixable(rows, VERIFYING, Trigger.VERIFY_FAILED, ROLL_BACK, COLLECT_ERROR_CONTEXT, START_LOOP);
    }

    private static void fixing(List<Edge> rows) {
        row(rows, ERROR_FIXING, Trigger.FIX_APPLIED, FAILED_IN_CODING, CODE_REVIEW, PUSH_BRANCH, CREATE_PULL_REQUEST,
                NOTIFY, ADVANCE);
        row(rows, ERROR_FIXING, Trigger.FIX_APPLIED, FAILED_IN_TESTING, TESTING, PUSH_BRANCH, RUN_CHECKS);
        row(rows, ERROR_FIXING, Trigger.FIX_APPLIED, FIX_NEEDS_BUILD, BUILD_QUEUE, PUSH_BRANCH, TRIGGER_BUILD);
        row(rows, ERROR_FIXING, Trigger.FIX_APPLIED, FIX_NEEDS_DEPLOY, DEPLOY_QUEUE, PUSH_BRANCH, MERGE, TRIGGER_DEPLOY);
        row(rows, ERROR_FIXING, Trigger.LOOP_FAILED, NONE, FAILED, NOTIFY);
        row(rows, ERROR_FIXING, Trigger.MAX_RETRIES_EXCEEDED, NONE, FAILED, NOTIFY);
    }

    private static void endings(List<Edge> rows) {
        row(rows, FAILED, Trigger.RETRY, FAILED_WHILE_FIXING, ERROR_FIXING, START_LOOP);
        row(rows, FAILED, Trigger.RETRY, FAILED_ELSEWHERE, CODING, START_LOOP);
        row(rows, COMPLETED, Trigger.RETRY, NONE, CODING, CREATE_WORKTREE, START_LOOP);
        Arrays.stream(CardState.values())
                .filter(state -> state != DRAFT && (state.phase() != Phase.TERMINAL || state == ERROR_FIXING))
                .forEach(state -> row(rows, state, Trigger.CANCEL, NONE, DRAFT, STOP_LOOP));
        List.of(DRAFT, COMPLETED, FAILED)
                .forEach(state -> row(rows, state, Trigger.ARCHIVE, NONE, ARCHIVED, REMOVE_WORKTREE));
        row(rows, ARCHIVED, Trigger.UNARCHIVE, NONE, DRAFT);
    }

    /** A failure that is fixed as long as there are retries, and ends the card when there are none. */
    private static void fixable(List<Edge> rows, CardState from, Trigger trigger, Action... actions) {
        row(rows, from, trigger, UNDER_RETRY_LIMIT, ERROR_FIXING, actions);
        row(rows, from, trigger, RETRY_LIMIT_REACHED, FAILED, NOTIFY);
    }

    private static void row(List<Edge> rows, CardState from, Trigger trigger, Guard guard, CardState to, Action... actions) {
        rows.add(new Edge(from, trigger, guard, to, List.of(actions)));
    }
}
