package dev.ringmaster.delivery.deploy;

import static dev.ringmaster.delivery.card.Deliveries.done;
import static dev.ringmaster.delivery.card.Deliveries.missing;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.card.machine.TriggerRequest;
import dev.ringmaster.card.machine.Triggers;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.delivery.IntegrationHub;
import dev.ringmaster.delivery.argocd.ArgoCd;
import dev.ringmaster.delivery.card.CardDelivery.Since;
import dev.ringmaster.delivery.card.CardDeliveryRepository;
import dev.ringmaster.delivery.card.Deliveries;
import dev.ringmaster.delivery.card.DeliveryConfig;
import dev.ringmaster.delivery.card.Subject;
import dev.ringmaster.delivery.deploy.DeployEvidence.Seen;
import dev.ringmaster.delivery.integration.IntegrationException;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Whether what was deployed is well, for long enough to be believed; and the way back when it is not. */
@ApplicationScoped
class VerifyActions {

    private final Pool pool;
    private final Deliveries actions;
    private final IntegrationHub hub;
    private final DeployEvidence evidence;
    private final CardDeliveryRepository deliveries;
    private final Triggers triggers;
    private final DeliveryConfig config;

    VerifyActions(Pool pool, Deliveries actions, IntegrationHub hub, DeployEvidence evidence,
            CardDeliveryRepository deliveries, Triggers triggers, DeliveryConfig config) {
        this.pool = pool;
        this.actions = actions;
        this.hub = hub;
        this.evidence = evidence;
        this.deliveries = deliveries;
        this.triggers = triggers;
        this.config = config;
    }

    @ConsumeEvent("card.action.RUN_HEALTH_CHECKS")
    Uni<ActionOutcome> check(ActionRequest request) {
        return actions.perform(request, subject -> evidence.look(subject).flatMap(seen -> {
            if (seen.nothing()) {
                return missing("The deployment's health cannot be checked: its integration is not configured any more.");
            }
            if (seen.healthy()) {
                return healthy(request, subject, seen);
            }
            if (seen.sick()) {
                return sick(request, subject, seen);
            }
            return subject.waitedFor(config.deployTimeout()) ? fail(request, subject, seen, "It was not healthy within "
                    + config.deployTimeout().toMinutes() + " min: " + seen.describe() + ".")
                    : deliveries.seenNothing(pool, subject.card().id()).chain(() -> actions.later(seen.describe()));
        }));
    }

    private Uni<ActionOutcome> healthy(ActionRequest request, Subject subject, Seen seen) {
        if (!subject.lasted(subject.delivery().settledSince(), config.healthyFor())) {
            return lasting(subject, Since.SETTLED, config.healthyFor(), seen);
        }
        return deliveries.healthPassed(pool, subject.card().id())
                .chain(() -> triggers.fireAndNote(TriggerRequest.byServer(subject.card().id(), Trigger.VERIFY_PASSED,
                        seen.describe() + ", for " + config.healthyFor().toSeconds() + " s", request.cause())));
    }

    private Uni<ActionOutcome> sick(ActionRequest request, Subject subject, Seen seen) {
        return subject.lasted(subject.delivery().troubledSince(), config.unhealthyFor())
                ? fail(request, subject, seen, "What was deployed is not well: " + seen.describe() + ".")
                : lasting(subject, Since.TROUBLED, config.unhealthyFor(), seen);
    }

    private Uni<ActionOutcome> lasting(Subject subject, Since since, Duration wanted, Seen seen) {
        var look = wanted.compareTo(config.pollEvery()) < 0 ? wanted : config.pollEvery();
        return deliveries.seen(pool, subject.card().id(), since)
                .chain(() -> Uni.createFrom().item(new ActionOutcome.Later(look, seen.describe() + ": waiting whether it"
                        + " stays so for " + wanted.toSeconds() + " s")));
    }

    /** The circumstances are collected first: a rollback takes them away. */
    private Uni<ActionOutcome> fail(ActionRequest request, Subject subject, Seen seen, String message) {
        return evidence.circumstances(subject, seen).chain(context -> triggers.fireAndNote(
                TriggerRequest.byServer(subject.card().id(), Trigger.VERIFY_FAILED, message, request.cause())
                        .because(new TriggerRequest.Failure("VERIFY", message, context))));
    }

    @ConsumeEvent("card.action.ROLL_BACK")
    Uni<ActionOutcome> rollBack(ActionRequest request) {
        return actions.perform(request, subject -> {
            var argo = hub.argoCd();
            var name = subject.settings().application();
            var before = subject.delivery().previousHistoryId();
            if (!subject.settings().rollBack() || argo.isEmpty() || name == null || before == null) {
                return done("nothing was rolled back: " + (subject.settings().rollBack()
                        ? "there is no earlier deployment to go back to"
                        : "the project does not ask for it"));
            }
            return rollBack(request, subject, argo.get(), name, before);
        });
    }

    /** A rollback that is refused must not keep the repair from beginning; it is shown. */
    private Uni<ActionOutcome> rollBack(ActionRequest request, Subject subject, ArgoCd argo, String name, long before) {
        return argo.rollBack(name, before, subject.settings().prune())
                .flatMap(asked -> asked ? done("rolled " + name + " back to its deployment " + before)
                        : actions.later("waiting for another operation of " + name + " to end"))
                .onFailure(failure -> failure instanceof IntegrationException trouble
                        && trouble.kind() == IntegrationException.Kind.REFUSED)
                .recoverWithUni(why -> deliveries.note(pool, subject.card().id(), request.transitionId(), "ROLLBACK",
                        "Not rolled back: " + why.getMessage(), null, request.from())
                        .chain(() -> done("not rolled back: " + why.getMessage())));
    }
}
