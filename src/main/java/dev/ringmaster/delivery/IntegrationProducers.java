package dev.ringmaster.delivery;

import java.time.Clock;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.ConfigProvider;

import dev.ringmaster.delivery.integration.Wiring;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.mutiny.core.Vertx;

/** Makes the hub injectable. */
@Singleton
class IntegrationProducers {

    @Produces
    @Singleton
    IntegrationHub hub(Vertx vertx) {
        var config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        return new IntegrationHub(config::getConfigMapping, new Wiring(vertx), Clock.systemUTC());
    }

    void close(@Disposes IntegrationHub hub) {
        hub.close();
    }
}
