package dev.ringmaster.loop;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Subscription;
import dev.ringmaster.card.Card;
import dev.ringmaster.card.CardChanges;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.loop.RunRepository.NewRun;
import dev.ringmaster.loop.account.AccountChooser;
import dev.ringmaster.loop.account.AccountRepository;
import dev.ringmaster.loop.rules.Stage;
import dev.ringmaster.metrics.budget.Budgets;
import dev.ringmaster.metrics.budget.Budgets.Spender;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.tracing.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Starts, pauses, resumes and stops runs, for people and for transitions. */
@ApplicationScoped
public class LoopService {

    private final Pool pool;
    private final RunRepository runs;
    private final RunEndings endings;
    private final HintRepository hints;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final AccountChooser chooser;
    private final AccountRepository accounts;
    private final Budgets budgets;
    private final LoopSignals signals;
    private final CardChanges changes;
    private final Tracing tracing;

    LoopService(Pool pool, RunRepository runs, RunEndings endings, HintRepository hints, CardRepository cards,
            ProjectRepository projects, AccountChooser chooser, AccountRepository accounts, Budgets budgets,
            LoopSignals signals, CardChanges changes, Tracing tracing) {
        this.pool = pool;
        this.runs = runs;
        this.endings = endings;
        this.hints = hints;
        this.cards = cards;
        this.projects = projects;
        this.chooser = chooser;
        this.accounts = accounts;
        this.budgets = budgets;
        this.signals = signals;
        this.changes = changes;
        this.tracing = tracing;
    }

    private record Subject(Card card, Project project) {
    }

    /**
     * Refuses before anything moves when no agent could work on the card.
     *
     * @throws RingmasterException (as failure) NO_SUBSCRIPTION_AVAILABLE, PLATFORM_UNAVAILABLE or BUDGET_EXCEEDED
     */
    public Uni<Void> demandAgent(UUID cardId, LoopOptions options) {
        return subject(cardId).flatMap(subject -> chooseWithinBudget(subject, options)).replaceWithVoid();
    }

    /** The run that a transition asks for. Idempotent: the second time it gives the same run. */
    public Uni<Run> startFor(ActionRequest request) {
        var options = LoopOptions.from(request.payload());
        return subject(request.cardId()).flatMap(subject -> choose(subject, options)
                .flatMap(subscription -> pool.withTransaction(tx -> runs.enqueue(tx,
                        newRun(subject, request.transitionId(), Stage.of(request.to()), subscription, options,
                                request.trace()))
                        .call(made -> made.isPresent() ? hints.addReason(tx, request.cardId(), request.transitionId())
                                : Uni.createFrom().voidItem())))
                .flatMap(made -> made.map(Uni.createFrom()::item).orElseGet(() -> existing(request)))
                .invoke(run -> changed(subject.project().id(), run)));
    }

    private Uni<Run> existing(ActionRequest request) {
        return runs.ofTransition(pool, request.transitionId()).map(run -> run.orElseThrow(
                () -> new IllegalStateException("another run of the card has not ended yet")));
    }

    /** A person starts the loop of a card that is in a state for it and has no run. */
    public Uni<Run> start(Card card, LoopOptions options) {
        var span = tracing.begin("startLoop", null).with("ringmaster.card.id", card.id().toString());
        return subject(card.id()).flatMap(subject -> chooseWithinBudget(subject, options)
                .onFailure(LoopService::isOverBudget).call(refusal -> endings.askForBudget(card.id(), refusal.getMessage()))
                .flatMap(subscription -> runs.enqueue(pool,
                        newRun(subject, null, Stage.of(card.state()), subscription, options, span.context())))
                .map(made -> made.orElseThrow(() -> alreadyRunning(card)))
                .call(run -> cards.clearAttention(pool, card.id()))
                .invoke(run -> {
                    span.end();
                    changed(card.projectId(), run);
                }));
    }

    private static boolean isOverBudget(Throwable failure) {
        return failure instanceof RingmasterException refusal && refusal.code() == ErrorCode.BUDGET_EXCEEDED;
    }

    public Uni<Run> pause(UUID cardId) {
        return onOpenRun(cardId, run -> runs.pause(pool, run.id()));
    }

    public Uni<Run> resume(UUID cardId) {
        return onOpenRun(cardId, run -> runs.resume(pool, run.id())
                .call(() -> run.state() == RunState.PARKED ? accounts.forgive(pool, run.subscription())
                        : Uni.createFrom().voidItem()))
                .call(run -> cards.clearAttention(pool, cardId));
    }

    public Uni<Run> stopOf(UUID cardId) {
        return onOpenRun(cardId, run -> stop(run.id()).map(Optional::of));
    }

    public Uni<Run> stop(UUID runId) {
        return pool.withTransaction(tx -> runs.stop(tx, runId, RunRepository.STOPPED)
                .map(stopped -> stopped.orElseThrow(() -> RingmasterException.notFound("unfinished run", runId)))
                .call(run -> run.state() == RunState.FINISHED ? endings.stoppedAtRest(tx, run)
                        : Uni.createFrom().voidItem()))
                .invoke(run -> signals.changed(run.id()));
    }

    private Uni<Run> onOpenRun(UUID cardId, Function<Run, Uni<Optional<Run>>> change) {
        return cards.require(pool, cardId).flatMap(card -> runs.open(pool, cardId)
                .map(open -> open.orElseThrow(() -> new RingmasterException(ErrorCode.LOOP_NOT_RUNNING,
                        "Card " + card.number() + " has no run that is under way. Start one first.")))
                .flatMap(change::apply)
                .map(run -> run.orElseThrow(() -> new RingmasterException(ErrorCode.LOOP_NOT_RUNNING,
                        "The run of card " + card.number() + " is not in a state for that.")))
                .invoke(run -> changed(card.projectId(), run)));
    }

    private void changed(UUID projectId, Run run) {
        signals.changed(run.id());
        changes.changed(projectId);
    }

    private Uni<Subject> subject(UUID cardId) {
        return cards.require(pool, cardId).flatMap(card -> projects.require(pool, card.projectId())
                .map(project -> new Subject(card, project)));
    }

    private Uni<Subscription> choose(Subject subject, LoopOptions options) {
        var wish = options.subscription() == null ? subject.card().subscription() : options.subscription();
        return chooser.choose(wish, subject.project().subscription());
    }

    /** What a person asks for is refused; what a transition asks for is queued, and its run tells the card. */
    private Uni<Subscription> chooseWithinBudget(Subject subject, LoopOptions options) {
        return choose(subject, options).call(subscription -> budgets.demand(
                new Spender(null, subject.card().id(), subject.project().id(), subscription.name())));
    }

    private static NewRun newRun(Subject subject, @Nullable Long transitionId, Stage stage, Subscription subscription,
            LoopOptions options, @Nullable String trace) {
        var limits = options.limitsOrNone().over(subject.card().ownLimits()).over(subject.project().defaults());
        return new NewRun(subject.card().id(), transitionId, stage, subscription.platform(), subscription.name(),
                options.model() == null ? subscription.model() : options.model(), limits,
                Boolean.TRUE.equals(options.clean()), trace);
    }

    private static RingmasterException alreadyRunning(Card card) {
        return new RingmasterException(ErrorCode.LOOP_ALREADY_RUNNING, "Card " + card.number()
                + " has a run already. Stop it first, or send it a hint.");
    }
}
