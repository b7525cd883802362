package dev.ringmaster.delivery;

import java.time.Clock;
import java.util.Map;

import dev.ringmaster.delivery.integration.Wiring;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.core.Vertx;

/** A hub with the clients that these settings ask for, without a server around it. */
final class Clients implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    final IntegrationHub hub;

    Clients(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "test", 500));
        IntegrationHub.KINDS.forEach(kind -> builder.withMapping(kind.settings()));
        hub = new IntegrationHub(builder.build()::getConfigMapping, new Wiring(vertx), Clock.systemUTC());
    }

    @Override
    public void close() {
        hub.close();
        vertx.closeAndAwait();
    }
}
