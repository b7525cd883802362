package dev.ringmaster.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.ringmaster.delivery.IntegrationHub;
import dev.ringmaster.delivery.integration.Health;
import dev.ringmaster.delivery.integration.Wiring;
import io.vertx.mutiny.core.Vertx;

/** The other systems that the configuration names: whether they answer, and take the credential. */
public final class IntegrationExamination implements Examination {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<IntegrationHub.Settings> settings;

    /** The settings are read when they are asked for; what that throws becomes a finding. */
    public IntegrationExamination(Supplier<IntegrationHub.Settings> settings) {
        this.settings = settings;
    }

    @Override
    public String title() {
        return "Integrations";
    }

    @Override
    public List<Finding> examine() {
        var vertx = Vertx.vertx();
        try (var hub = new IntegrationHub(settings.get(), new Wiring(vertx), Clock.systemUTC())) {
            return hub.examine().await().atMost(PATIENCE).stream().map(IntegrationExamination::finding).toList();
        } catch (RuntimeException e) {
            return List.of(Finding.broken("settings", "cannot be read: " + e.getMessage(),
                    "correct application.yaml or the environment variable that it names"));
        } finally {
            vertx.closeAndAwait();
        }
    }

    /** One that nobody has asked for is nothing to repair. */
    private static Finding finding(Health health) {
        if (!health.configured()) {
            return Finding.good(health.name(), "not configured");
        }
        return health.healthy() ? Finding.good(health.name(), health.message())
                : Finding.limited(health.name(), health.message(),
                        "correct ringmaster.integrations." + health.name() + ": see docs/integrations.md");
    }
}
