package dev.ringmaster.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;

/** Looks after the health of the integrations in the background: the start does not wait for other systems. */
@ApplicationScoped
class IntegrationWatch {

    private static final Logger LOG = Logger.getLogger(IntegrationWatch.class);

    private final IntegrationHub hub;

    IntegrationWatch(IntegrationHub hub) {
        this.hub = hub;
    }

    void start(@Observes StartupEvent ignored) {
        hub.examine().subscribe().with(found -> {
        }, failure -> LOG.warnf("integration.health failed: %s", failure.getMessage()));
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> examine() {
        return hub.examine().replaceWithVoid();
    }
}
