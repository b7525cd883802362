package dev.ringmaster.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Subscription;
import dev.ringmaster.card.AttentionReason;
import dev.ringmaster.card.CardChanges;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.card.ReviewCommentRepository;
import dev.ringmaster.card.machine.TriggerOutcome;
import dev.ringmaster.card.machine.TriggerRequest;
import dev.ringmaster.card.machine.Triggers;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.journal.Journal;
import dev.ringmaster.loop.account.AccountRepository;
import dev.ringmaster.loop.rules.Stage;
import dev.ringmaster.loop.rules.StopReason;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * What the end of a run means for its card: a trigger, or a question to a person. The run's row says that its end has to be
 * told, until the card's machine has answered, so a crash in between loses nothing.
 */
@ApplicationScoped
public class RunEndings {

    private static final Logger LOG = Logger.getLogger(RunEndings.class);
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final Pool pool;
    private final Triggers triggers;
    private final RunRepository runs;
    private final IterationRepository iterations;
    private final HintRepository hints;
    private final CardRepository cards;
    private final ReviewCommentRepository comments;
    private final AccountRepository accounts;
    private final LoopSignals signals;
    private final Journal journal;
    private final CardChanges cardChanges;

    RunEndings(Pool pool, Triggers triggers, RunRepository runs, IterationRepository iterations,
            HintRepository hints, CardRepository cards, ReviewCommentRepository comments, AccountRepository accounts,
            LoopSignals signals, Journal journal, CardChanges cardChanges) {
        this.pool = pool;
        this.triggers = triggers;
        this.runs = runs;
        this.iterations = iterations;
        this.hints = hints;
        this.cards = cards;
        this.comments = comments;
        this.accounts = accounts;
        this.signals = signals;
        this.journal = journal;
        this.cardChanges = cardChanges;
    }

    /** Blocking. Ends a run that this server holds. */
    public void finish(Run run, StopReason reason, String message) {
        LOG.infof("run.finished run=%s card=%s reason=%s: %s", run.id(), run.cardId(), reason,
                message.lines().findFirst().orElse(""));
        pool.withTransaction(tx -> runs.finish(tx, run.fence(), reason, message)
                .chain(() -> abandon(tx, run, message))
                .chain(() -> reason == StopReason.COMPLETED && run.stage() != Stage.PLAN ? heed(tx, run)
                        : Uni.createFrom().voidItem())
                .chain(() -> ask(tx, run, attention(reason), message))).await().atMost(AT_MOST);
        journal.changed(run.id());
        runs.find(pool, run.id()).flatMap(ended -> Multi.createFrom().optional(ended)
                .onItem().transformToUniAndConcatenate(this::report).collect().last())
                .onFailure().invoke(failure -> LOG.warnf("run.end not told yet run=%s: %s", run.id(), failure.getMessage()))
                .onFailure().recoverWithNull().await().atMost(AT_MOST);
    }

    /** A run that fails in the middle of an iteration leaves it open. */
    private Uni<Void> abandon(SqlClient tx, Run run, String message) {
        return iterations.abandon(tx, run.id(), message).flatMap(open -> open
                .map(number -> hints.giveBack(tx, run.id(), number)).orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** What reviewers had said when its last iteration began was told to the agent, and its work is done. */
    private Uni<Void> heed(SqlClient tx, Run run) {
        return iterations.lastStart(tx, run.id()).flatMap(began -> began
                .map(told -> comments.resolve(tx, run.cardId(), told)).orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Asks for a run that nobody worked on when it was stopped. */
    public Uni<Void> stoppedAtRest(SqlClient client, Run run) {
        return ask(client, run, AttentionReason.STOPPED, RunRepository.STOPPED);
    }

    /** For a card that got no new run, because a budget is used up. */
    Uni<Void> askForBudget(UUID cardId, @Nullable String message) {
        return ask(pool, cardId, Stage.values(), AttentionReason.BUDGET_REACHED, String.valueOf(message));
    }

    /** Blocking. Leaves a run that waits for a time or a person. */
    public void rest(Run run, RunState state, @Nullable Instant until, String message, @Nullable AttentionReason asks) {
        LOG.infof("run.rests run=%s card=%s state=%s until=%s: %s", run.id(), run.cardId(), state, until, message);
        pool.withTransaction(tx -> runs.rest(tx, run.fence(), state, until, message)
                .call(() -> remember(tx, run, until, message, asks))
                .chain(left -> left.state() == RunState.FINISHED ? stoppedAtRest(tx, left)
                        : ask(tx, run, asks, message)))
                .await().atMost(AT_MOST);
        journal.changed(run.id());
    }

    /** What a run waits for is true of its account as a whole. */
    private Uni<Void> remember(SqlClient tx, Run run, @Nullable Instant until, String message,
            @Nullable AttentionReason asks) {
        return asks == AttentionReason.LOGIN_NEEDED ? accounts.refused(tx, run.subscription(), message)
                : until != null ? accounts.limited(tx, run.subscription(), until, message) : Uni.createFrom().voidItem();
    }

    /** Blocking. Leaves a run whose account has reached its limit to go on under another. */
    public void moveOn(Run run, Subscription next, Instant until, String limit) {
        LOG.infof("run.moved run=%s card=%s from=%s to=%s until=%s: %s", run.id(), run.cardId(), run.subscription(),
                next.name(), until, limit);
        var message = "Went on with " + next.name() + ", because of " + run.subscription() + ": " + limit;
        pool.withTransaction(tx -> runs.move(tx, run.fence(), next, message)
                .call(left -> left.state() == RunState.FINISHED ? stoppedAtRest(tx, left) : Uni.createFrom().voidItem())
                .chain(() -> accounts.limited(tx, run.subscription(), until, limit))).await().atMost(AT_MOST);
        journal.changed(run.id());
        signals.changed(run.id());
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> reportForgotten() {
        return runs.unreported(pool, 50).onItem().transformToMulti(Multi.createFrom()::iterable)
                .onItem().transformToUniAndConcatenate(this::report).collect().last().replaceWithVoid()
                .onFailure().invoke(failure -> LOG.warnf("run.end sweep failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    /**
     * Tells the card how its run ended, unless it has moved on from what the run was for. Fired by name, so that telling it
     * twice moves the card once.
     */
    private Uni<Void> report(Run run) {
        return cards.require(pool, run.cardId())
                .flatMap(card -> tell(run, card.state() == run.stage().state() ? trigger(run) : null))
                .chain(() -> runs.reported(pool, run.id()));
    }

    private Uni<Void> tell(Run run, @Nullable TriggerRequest request) {
        return request == null ? Uni.createFrom().voidItem()
                : triggers.fire(request.within(run.trace())).invoke(outcome -> {
                    if (outcome instanceof TriggerOutcome.Refused refused) {
                        LOG.warnf("run.end has no effect run=%s card=%s: %s", run.id(), run.cardId(), refused.message());
                    }
                }).replaceWithVoid();
    }

    private static @Nullable TriggerRequest trigger(Run run) {
        var reason = run.stopReason();
        if (reason == null) {
            return null;
        }
        var message = run.message() == null ? reason.name() : run.message();
        var cause = "run:" + run.id();
        return switch (reason) {
            case COMPLETED -> TriggerRequest.byServer(run.cardId(),
                    run.stage() == Stage.FIX ? Trigger.FIX_APPLIED : Trigger.LOOP_COMPLETE, message, cause);
            case CIRCUIT_BREAKER, FAILED -> TriggerRequest.byServer(run.cardId(), Trigger.LOOP_FAILED, message, cause)
                    .because(new TriggerRequest.Failure("LOOP", message, null));
            case MAX_ITERATIONS, MAX_COST, MAX_RUNTIME, NO_PROGRESS, USER_STOPPED, AUTH_FAILED, USAGE_LIMIT_EXHAUSTED -> null;
        };
    }

    /** Null for ends that move the card. */
    private static @Nullable AttentionReason attention(StopReason reason) {
        return switch (reason) {
            case MAX_ITERATIONS, MAX_RUNTIME, USAGE_LIMIT_EXHAUSTED -> AttentionReason.LIMIT_REACHED;
            case MAX_COST -> AttentionReason.BUDGET_REACHED;
            case NO_PROGRESS -> AttentionReason.NO_PROGRESS;
            case AUTH_FAILED -> AttentionReason.LOGIN_NEEDED;
            case USER_STOPPED -> AttentionReason.STOPPED;
            case COMPLETED, CIRCUIT_BREAKER, FAILED -> null;
        };
    }

    /** Asks only where the run could go on: a card that is cancelled or has moved on asks nothing. */
    private Uni<Void> ask(SqlClient tx, Run run, @Nullable AttentionReason reason, String message) {
        return ask(tx, run.cardId(), new Stage[] { run.stage() }, reason, message);
    }

    private Uni<Void> ask(SqlClient tx, UUID cardId, Stage[] stages, @Nullable AttentionReason reason, String message) {
        return tx.preparedQuery("""
                update card set attention_reason = $2, attention_message = case when $2::text is null then null else $3 end,
                    attention_since = case when $2::text is null then null else now() end
                where id = $1 and state = any ($4) returning project_id""")
                .execute(Tuple.of(cardId, reason == null ? null : reason.name(), message,
                        Arrays.stream(stages).map(stage -> stage.state().name()).toArray(String[]::new)))
                .invoke(rows -> rows.forEach(row -> cardChanges.changed(row.getUUID("project_id")))).replaceWithVoid();
    }
}
