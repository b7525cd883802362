package dev.ringmaster.delivery.build;

import static dev.ringmaster.delivery.card.Deliveries.missing;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.card.machine.TriggerRequest;
import dev.ringmaster.card.machine.Triggers;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.delivery.card.CardDelivery.Since;
import dev.ringmaster.delivery.card.CardDeliveryRepository;
import dev.ringmaster.delivery.card.Deliveries;
import dev.ringmaster.delivery.card.DeliveryConfig;
import dev.ringmaster.delivery.card.Subject;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.review.Branches;
import dev.ringmaster.delivery.review.Branches.Target;
import dev.ringmaster.loop.CheckpointOperation;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Starts and watches the build of a card's commit. Each look is one turn of its action: nothing is kept in memory between two
 * looks, so a build is watched on by whichever server lives.
 */
@ApplicationScoped
class BuildActions {

    /** Clocks may differ this much. */
    private static final Duration SKEW = Duration.ofSeconds(10);
    /** After this long, a start that was noted and of which nothing is seen did not happen. */
    private static final Duration LOST = Duration.ofMinutes(2);

    private final Pool pool;
    private final Deliveries actions;
    private final Branches branches;
    private final CardDeliveryRepository deliveries;
    private final BuildLogs logs;
    private final Triggers triggers;
    private final DeliveryConfig config;

    BuildActions(Pool pool, Deliveries actions, Branches branches, CardDeliveryRepository deliveries, BuildLogs logs,
            Triggers triggers, DeliveryConfig config) {
        this.pool = pool;
        this.actions = actions;
        this.branches = branches;
        this.deliveries = deliveries;
        this.logs = logs;
        this.triggers = triggers;
        this.config = config;
    }

    /** One look at one commit. */
    private record Look(ActionRequest request, Subject subject, Target target, String commit) {
    }

    @ConsumeEvent("card.action.TRIGGER_BUILD")
    Uni<ActionOutcome> trigger(ActionRequest request) {
        return looking(request, this::toBuild, (look, evidence) -> switch (evidence.standing()) {
            case NONE -> look.subject().waitedFor(config.buildStart()) ? neverStarted(look) : start(look);
            case RUNNING, PASSED, FAILED -> fire(look, Trigger.BUILD_STARTED, "the build of " + look.commit() + " has begun");
        });
    }

    @ConsumeEvent("card.action.MONITOR_BUILD")
    Uni<ActionOutcome> monitor(ActionRequest request) {
        return looking(request, this::pushed, (look, evidence) -> switch (evidence.standing()) {
            case NONE, RUNNING -> running(look);
            case PASSED -> passed(look);
            case FAILED -> failed(look, evidence);
        });
    }

    /** A push is what starts most builds. */
    private Uni<String> toBuild(Subject subject, Target target) {
        return actions.before(CheckpointOperation.BUILD, subject).chain(() -> branches.push(subject, target));
    }

    /** What the build was started for: what comes to the branch meanwhile is not built. */
    private Uni<String> pushed(Subject subject, Target target) {
        var commit = subject.delivery().pushedCommit();
        return commit == null ? branches.push(subject, target) : Uni.createFrom().item(commit);
    }

    /** @param commit gives the one to build; before a build begins it is pushed, also after an earlier push was given up */
    private Uni<ActionOutcome> looking(ActionRequest request, BiFunction<Subject, Target, Uni<String>> commitOf,
            BiFunction<Look, BuildEvidence, Uni<ActionOutcome>> judge) {
        return actions.perform(request, subject -> branches.target(subject)
                .map(target -> commitOf.apply(subject, target).flatMap(commit -> {
                    var look = new Look(request, subject, target, commit);
                    return evidence(look).flatMap(evidence -> judge.apply(look, evidence));
                })).orElseGet(() -> missing(
                        "The project asks for a build, but no GitHub repository is configured to build it.")));
    }

    private Uni<BuildEvidence> evidence(Look look) {
        var github = look.target().github();
        var repository = look.target().repository();
        var workflow = look.subject().settings().workflow();
        return Uni.combine().all().unis(github.checkRuns(repository, look.commit()), github.status(repository, look.commit()),
                github.workflowRuns(repository, look.commit()))
                .with((checks, status, runs) -> BuildEvidence.of(checks, status,
                        runs.stream().filter(run -> workflow == null || !tooOld(look, run.createdAt())).toList(), workflow));
    }

    /** Where a build is started by name, only one that began after that counts. */
    private static boolean tooOld(Look look, Instant createdAt) {
        var delivery = look.subject().delivery();
        return delivery.dispatchedAt() == null || createdAt.isBefore(delivery.dispatchedAt().minus(SKEW));
    }

    private Uni<ActionOutcome> start(Look look) {
        var workflow = look.subject().settings().workflow();
        var delivery = look.subject().delivery();
        var noted = delivery.dispatchedFor() != null && delivery.dispatchedFor() == look.request().transitionId()
                && !look.subject().lasted(delivery.dispatchedAt(), LOST);
        if (workflow == null || noted) {
            return actions.later("waiting for the build of " + look.commit() + " to begin");
        }
        return deliveries.dispatching(pool, look.subject().card().id(), look.request().transitionId())
                .chain(() -> look.target().github().dispatch(look.target().repository(), workflow,
                        look.target().workspace().branch()))
                .chain(() -> actions.later(workflow + " was started"));
    }

    private Uni<ActionOutcome> neverStarted(Look look) {
        var message = "No check, status or workflow run has begun for " + look.commit() + " within "
                + config.buildStart().toMinutes() + " min. Does the repository build what is pushed to "
                + look.target().workspace().branch() + "?";
        return fail(look, message, "");
    }

    private Uni<ActionOutcome> running(Look look) {
        return look.subject().waitedFor(config.buildTimeout())
                ? fail(look, "The build of " + look.commit() + " was not done within " + config.buildTimeout().toMinutes()
                        + " min.", "")
                : deliveries.seenNothing(pool, look.subject().card().id())
                        .chain(() -> actions.later("the build of " + look.commit() + " is running"));
    }

    /** Green has to last a moment: a second workflow may begin when the first has ended. */
    private Uni<ActionOutcome> passed(Look look) {
        var subject = look.subject();
        if (!subject.lasted(subject.delivery().settledSince(), config.buildSettles())) {
            return deliveries.seen(pool, subject.card().id(), Since.SETTLED)
                    .chain(() -> Uni.createFrom().item(new ActionOutcome.Later(
                            shorter(config.buildSettles(), config.pollEvery()), "all green, waiting whether it stays so")));
        }
        if (!look.commit().equals(subject.delivery().rerunCommit())) {
            return fire(look, Trigger.BUILD_SUCCEEDED, "the build of " + look.commit() + " passed");
        }
        var flaky = "Flaky: " + subject.delivery().rerunWhat() + " failed, and passed when run once more, for the same commit "
                + look.commit() + ".";
        return deliveries.note(pool, subject.card().id(), look.request().transitionId(), "FLAKY", flaky,
                subject.delivery().rerunLog(), subject.card().state())
                .chain(() -> fire(look, Trigger.BUILD_SUCCEEDED, "the build of " + look.commit() + " passed. " + flaky));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** A failure counts once a plain re-run has failed too: what passes then was nothing to repair. */
    private Uni<ActionOutcome> failed(Look look, BuildEvidence evidence) {
        var again = evidence.failedRuns().stream().filter(run -> run.runAttempt() == null || run.runAttempt() <= 1).toList();
        if (!config.rerunFailedBuilds() || again.isEmpty()) {
            return tell(look, evidence);
        }
        var github = look.target().github();
        var what = evidence.names(evidence.failed());
        return logs.of(github, look.target().repository(), evidence)
                .chain(log -> deliveries.rerunning(pool, look.subject().card().id(), look.commit(), what, log))
                .chain(() -> Multi.createFrom().iterable(again)
                        .onItem().transformToUniAndConcatenate(run -> github.rerunFailed(look.target().repository(), run.id()))
                        .collect().last())
                .chain(() -> actions.later(what + " failed and is run once more"))
                .onFailure(BuildActions::refused).recoverWithUni(() -> tell(look, evidence));
    }

    private static boolean refused(Throwable failure) {
        return failure instanceof IntegrationException trouble && (trouble.kind() == IntegrationException.Kind.REFUSED
                || trouble.kind() == IntegrationException.Kind.NOT_FOUND);
    }

    private Uni<ActionOutcome> tell(Look look, BuildEvidence evidence) {
        return logs.of(look.target().github(), look.target().repository(), evidence)
                .chain(log -> fail(look, "The build failed: " + evidence.names(evidence.failed()) + ".", log));
    }

    private Uni<ActionOutcome> fail(Look look, String message, String context) {
        return triggers.fireAndNote(TriggerRequest
                .byServer(look.subject().card().id(), Trigger.BUILD_FAILED, message, look.request().cause())
                .because(new TriggerRequest.Failure("BUILD", message, context)));
    }

    private Uni<ActionOutcome> fire(Look look, Trigger trigger, String reason) {
        return triggers.fireAndNote(TriggerRequest.byServer(look.subject().card().id(), trigger, reason,
                look.request().cause()));
    }
}
