package dev.ringmaster.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import dev.ringmaster.security.secret.SecretVault;
import dev.ringmaster.security.secret.SecretsChanged;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;

/** Looks after the health of the integrations in the background: the start does not wait for other systems. */
@ApplicationScoped
class IntegrationWatch {

    private static final Logger LOG = Logger.getLogger(IntegrationWatch.class);

    private final IntegrationHub hub;
    private final boolean referring;

    IntegrationWatch(IntegrationHub hub, SecretVault secrets) {
        this.hub = hub;
        this.referring = new RevealedSettings(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), secrets::reveal)
                .refer();
    }

    void start(@Observes StartupEvent ignored) {
        look();
    }

    private void look() {
        hub.examine().subscribe().with(found -> {
        }, failure -> LOG.warnf("integration.health failed: %s", failure.getMessage()));
    }

    /** Secrets that nobody refers to may change as they like. */
    void renew(@Observes SecretsChanged ignored) {
        if (referring) {
            hub.renew();
            look();
        }
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> examine() {
        return hub.examine().replaceWithVoid();
    }
}
