package dev.ringmaster.delivery;

import java.time.Clock;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.ConfigProvider;

import dev.ringmaster.delivery.integration.Wiring;
import dev.ringmaster.security.secret.SecretVault;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.mutiny.core.Vertx;

/** Makes the hub injectable. */
@Singleton
class IntegrationProducers {

    @Produces
    @Singleton
    IntegrationHub hub(Vertx vertx, SecretVault secrets) {
        var settings = new RevealedSettings(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), secrets::reveal);
        return new IntegrationHub(settings, new Wiring(vertx), Clock.systemUTC());
    }

    void close(@Disposes IntegrationHub hub) {
        hub.close();
    }
}
