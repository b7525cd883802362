package dev.ringmaster.delivery.deploy;

import static dev.ringmaster.delivery.card.Deliveries.missing;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.card.machine.TriggerRequest;
import dev.ringmaster.card.machine.Triggers;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.delivery.IntegrationHub;
import dev.ringmaster.delivery.argocd.Application;
import dev.ringmaster.delivery.argocd.ArgoCd;
import dev.ringmaster.delivery.argocd.SyncTable;
import dev.ringmaster.delivery.card.CardDelivery.Since;
import dev.ringmaster.delivery.card.CardDeliveryRepository;
import dev.ringmaster.delivery.card.Deliveries;
import dev.ringmaster.delivery.card.DeliveryConfig;
import dev.ringmaster.delivery.card.Subject;
import dev.ringmaster.delivery.deploy.DeployEvidence.Seen;
import dev.ringmaster.delivery.dockerhub.DockerHub;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.loop.CheckpointOperation;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** From DEPLOY_QUEUE to VERIFYING: waits for the image, asks Argo CD for a sync, and watches it. */
@ApplicationScoped
class DeployActions {

    private final Pool pool;
    private final Deliveries actions;
    private final IntegrationHub hub;
    private final DeployEvidence evidence;
    private final CardDeliveryRepository deliveries;
    private final Triggers triggers;
    private final DeliveryConfig config;

    DeployActions(Pool pool, Deliveries actions, IntegrationHub hub, DeployEvidence evidence,
            CardDeliveryRepository deliveries, Triggers triggers, DeliveryConfig config) {
        this.pool = pool;
        this.actions = actions;
        this.hub = hub;
        this.evidence = evidence;
        this.deliveries = deliveries;
        this.triggers = triggers;
        this.config = config;
    }

    @ConsumeEvent("card.action.TRIGGER_DEPLOY")
    Uni<ActionOutcome> trigger(ActionRequest request) {
        return actions.perform(request, subject -> {
            var image = subject.settings().image();
            var tag = subject.imageTag();
            var dockerHub = hub.dockerHub();
            return !subject.settings().waitForImage() || dockerHub.isEmpty() || image == null || tag.isEmpty()
                    ? deploy(request, subject, "")
                    : dockerHub.get().tag(image, tag.get()).flatMap(found -> found.isPresent()
                            ? deploy(request, subject, ", image " + image + ":" + tag.get() + found.get().identity())
                            : waitFor(request, subject, dockerHub.get(), image, tag.get()));
        });
    }

    private Uni<ActionOutcome> waitFor(ActionRequest request, Subject subject, DockerHub dockerHub, String image, String tag) {
        // Since it was missed, and not since the card is in its state: it may have waited there for its turn.
        return !subject.lasted(subject.delivery().troubledSince(), config.imageTimeout())
                ? deliveries.seen(pool, subject.card().id(), Since.TROUBLED)
                        .chain(() -> actions.later("waiting for the image " + image + ":" + tag))
                : dockerHub.newestRelease(image).onFailure(IntegrationException.class).recoverWithItem(Optional.empty())
                        .flatMap(newest -> fail(request, "IMAGE", "The image " + image + ":" + tag
                                + " did not appear at Docker Hub within " + config.imageTimeout().toMinutes() + " min"
                                + newest.map(release -> "; the newest release there is " + release.name()).orElse("")
                                + ". Does the build publish it?", null));
    }

    /** @param image what Docker Hub knows of it, for people; empty if it was not asked */
    private Uni<ActionOutcome> deploy(ActionRequest request, Subject subject, String image) {
        var argo = hub.argoCd();
        var name = subject.settings().application();
        if (argo.isPresent() && name != null) {
            return argo.get().application(name, true).flatMap(now -> sync(request, subject, argo.get(), now, image));
        }
        var watched = hub.kubernetes().isPresent() && subject.settings().namespace() != null
                && subject.settings().selector() != null && subject.expectedImage().isPresent();
        return watched
                ? fire(request, Trigger.DEPLOY_STARTED, "nothing to start: the cluster is watched for "
                        + subject.expectedImage().orElseThrow() + image)
                : missing("The project asks for a deploy, but it has no Argo CD application, nor an image with the namespace"
                        + " and labels to watch for it, or the integration is not configured.");
    }

    /** Noted before it is asked for, and asked for under the transition's name: a repetition finds it and asks no more. */
    private Uni<ActionOutcome> sync(ActionRequest request, Subject subject, ArgoCd argo, Application now, String image) {
        var marker = marker(request.transitionId());
        if (now.operation().askedBy().equals(marker)) {
            return fire(request, Trigger.DEPLOY_STARTED, "the sync of " + now.name() + " was asked for");
        }
        if (now.operationPending() || now.operation().underWay()) {
            return actions.later("waiting for another operation of " + now.name() + " to end");
        }
        var last = now.history().isEmpty() ? null : now.history().getLast().id();
        var known = subject.delivery().deployFor() != null && subject.delivery().deployFor() == request.transitionId();
        return (known ? Uni.createFrom().voidItem()
                : actions.before(CheckpointOperation.DEPLOY, subject)
                        .chain(() -> deliveries.deploying(pool, subject.card().id(), request.transitionId(), last)))
                .chain(() -> argo.sync(now.name(), marker, subject.settings().prune()))
                .flatMap(asked -> asked
                        ? fire(request, Trigger.DEPLOY_STARTED, "asked Argo CD to sync " + now.name() + image)
                        : actions.later("waiting for another operation of " + now.name() + " to end"));
    }

    private static String marker(@Nullable Long transitionId) {
        return "transition-" + transitionId;
    }

    @ConsumeEvent("card.action.MONITOR_DEPLOY")
    Uni<ActionOutcome> monitor(ActionRequest request) {
        return actions.perform(request, subject -> evidence.look(subject).flatMap(seen -> {
            if (seen.nothing()) {
                return missing("The deploy cannot be watched: its integration is not configured any more.");
            }
            return switch (verdict(subject, seen)) {
                case SYNCED -> deliveries.deploySynced(pool, subject.card().id())
                        .chain(() -> fire(request, Trigger.DEPLOY_SYNCED, seen.describe()));
                case FAILED -> failed(request, subject, seen, "The sync failed: " + operation(seen));
                case WAITING -> waiting(request, subject, seen);
            };
        }));
    }

    private static SyncTable verdict(Subject subject, Seen seen) {
        var application = seen.application();
        if (application == null) {
            return seen.imageDeployed() ? SyncTable.SYNCED : SyncTable.WAITING;
        }
        var ours = SyncTable.ofSync(application, marker(subject.delivery().deployFor()));
        if (ours == SyncTable.SYNCED) {
            return seen.imageDeployed() ? SyncTable.SYNCED : SyncTable.WAITING;
        }
        // A newer sync, such as an automatic one after the image's name was written to git, has taken the place of ours.
        boolean overtaken = ours == SyncTable.WAITING && !application.operation().underWay()
                && !application.operationPending() && application.sync().equals("Synced");
        return overtaken && seen.image() != null && seen.imageDeployed() ? SyncTable.SYNCED : ours;
    }

    private Uni<ActionOutcome> waiting(ActionRequest request, Subject subject, Seen seen) {
        var application = seen.application();
        if (application != null && application.staysOutOfSync(marker(subject.delivery().deployFor()))) {
            return outOfSync(subject, application, seen);
        }
        return subject.waitedFor(config.deployTimeout())
                ? failed(request, subject, seen, "The deploy was not done within " + config.deployTimeout().toMinutes()
                        + " min: " + seen.describe() + ".")
                : deliveries.seenNothing(pool, subject.card().id()).chain(() -> again(subject, seen));
    }

    /** No other sync, and no agent, changes that; it may take Argo CD a moment to see what it has done. */
    private Uni<ActionOutcome> outOfSync(Subject subject, Application application, Seen seen) {
        return subject.lasted(subject.delivery().troubledSince(), config.unhealthyFor())
                ? Uni.createFrom().item(new Hopeless("DEPLOY", "Argo CD synced, but the application stays OutOfSync: "
                        + String.join(", ", application.outOfSync()) + ". Have what is to be pruned taken away there or by"
                        + " the project's setting prune, and differences that do not matter ignored; then cancel and start"
                        + " the card again."))
                : deliveries.seen(pool, subject.card().id(), Since.TROUBLED).chain(() -> actions.later(seen.describe()));
    }

    /** What has become out of sync since is asked for again. */
    private Uni<ActionOutcome> again(Subject subject, Seen seen) {
        var application = seen.application();
        var argo = hub.argoCd();
        if (application == null || argo.isEmpty()) {
            return actions.later(seen.describe());
        }
        var idle = application.sync().equals("OutOfSync") && !application.operationPending()
                && !application.operation().underWay();
        return (idle ? argo.get().sync(application.name(), marker(subject.delivery().deployFor()), subject.settings().prune())
                : Uni.createFrom().item(true)).chain(() -> actions.later(seen.describe()));
    }

    private static String operation(Seen seen) {
        return seen.application() == null ? seen.describe()
                : seen.application().operation().phase() + " " + seen.application().operation().message();
    }

    private Uni<ActionOutcome> failed(ActionRequest request, Subject subject, Seen seen, String message) {
        return evidence.circumstances(subject, seen).chain(context -> fail(request, "DEPLOY", message, context));
    }

    private Uni<ActionOutcome> fail(ActionRequest request, String category, String message, @Nullable String context) {
        return triggers.fireAndNote(
                TriggerRequest.byServer(request.cardId(), Trigger.DEPLOY_FAILED, message, request.cause())
                        .because(new TriggerRequest.Failure(category, message, context)));
    }

    private Uni<ActionOutcome> fire(ActionRequest request, Trigger trigger, String reason) {
        return triggers.fireAndNote(TriggerRequest.byServer(request.cardId(), trigger, reason, request.cause()));
    }
}
