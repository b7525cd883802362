package dev.ringmaster.delivery.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.IntegrationHub;
import dev.ringmaster.delivery.argocd.Application;
import dev.ringmaster.delivery.argocd.SyncTable;
import dev.ringmaster.delivery.card.DeliveryConfig;
import dev.ringmaster.delivery.card.Subject;
import dev.ringmaster.delivery.failure.LogTail;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.kubernetes.Rollout;
import dev.ringmaster.security.Redactor;
import io.smallrye.mutiny.Uni;

/** Looks at what is deployed, through whichever of Argo CD and Kubernetes the project and the configuration name. */
@ApplicationScoped
class DeployEvidence {

    private final IntegrationHub hub;
    private final Redactor redactor;
    private final DeliveryConfig config;

    DeployEvidence(IntegrationHub hub, Redactor redactor, DeliveryConfig config) {
        this.hub = hub;
        this.redactor = redactor;
        this.config = config;
    }

    /**
     * What was seen in one look.
     *
     * @param application null where Argo CD is not used
     * @param rollout null where Kubernetes is not asked
     * @param image the one that has to run; null for any
     */
    record Seen(@Nullable Application application, @Nullable Rollout rollout, @Nullable String image) {

        boolean nothing() {
            return application == null && rollout == null;
        }

        /** Whether the image is what Argo CD, or else the cluster, has been told to run. */
        boolean imageDeployed() {
            if (image == null) {
                return true;
            }
            return application != null ? application.images().stream().anyMatch(found -> Rollout.same(found, image))
                    : rollout != null && rollout.runs(image);
        }

        boolean healthy() {
            return !nothing() && (application == null || SyncTable.ofHealth(application) == SyncTable.SYNCED)
                    && (rollout == null || rollout.complete() && (image == null || rollout.runs(image))) && imageDeployed();
        }

        boolean sick() {
            return application != null && SyncTable.ofHealth(application) == SyncTable.FAILED
                    || rollout != null && rollout.failed();
        }

        /** In a line. */
        String describe() {
            var words = new ArrayList<String>();
            if (application != null) {
                words.add(application.name() + " is " + application.sync() + " and " + application.health());
            }
            if (rollout != null) {
                words.add("the rollout is " + rollout.describe());
            }
            if (!imageDeployed()) {
                words.add("the image " + image + " is not deployed yet");
            }
            return String.join(", ", words);
        }
    }

    Uni<Seen> look(Subject subject) {
        var image = subject.expectedImage().orElse(null);
        return Uni.combine().all().unis(application(subject), rollout(subject))
                .with((application, rollout) -> new Seen(application.orElse(null), rollout.orElse(null), image));
    }

    private Uni<Optional<Application>> application(Subject subject) {
        var name = subject.settings().application();
        var argo = hub.argoCd();
        return name == null || argo.isEmpty() ? Uni.createFrom().item(Optional.empty())
                : argo.get().application(name, true).map(Optional::of);
    }

    private Uni<Optional<Rollout>> rollout(Subject subject) {
        var settings = subject.settings();
        var kubernetes = hub.kubernetes();
        return kubernetes.isEmpty() || settings.namespace() == null || settings.selector() == null
                ? Uni.createFrom().item(Optional.empty())
                : kubernetes.get().rollout(settings.namespace(), settings.selector()).map(Optional::of);
    }

    /** All that may tell why a deploy is not well. Redacted and cut. */
    Uni<String> circumstances(Subject subject, Seen seen) {
        var argo = seen.application() == null ? "" : seen.application().describe();
        return troubles(subject).map(pods -> {
            var rollout = seen.rollout() == null ? List.<String> of() : seen.rollout().notes();
            var all = String.join("\n", List.of(argo, String.join("\n", rollout), pods));
            return LogTail.of(redactor.redact(all.strip())).excerpt(config.contextTokens());
        });
    }

    private Uni<String> troubles(Subject subject) {
        var settings = subject.settings();
        var kubernetes = hub.kubernetes();
        return kubernetes.isEmpty() || settings.namespace() == null || settings.selector() == null
                ? Uni.createFrom().item("")
                : kubernetes.get().troubles(settings.namespace(), settings.selector())
                        .onFailure(IntegrationException.class).recoverWithItem(why -> String.valueOf(why.getMessage()));
    }
}
