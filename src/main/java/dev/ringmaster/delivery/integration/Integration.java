package dev.ringmaster.delivery.integration;

import io.smallrye.mutiny.Uni;

/** A client of another system. It is built only where the system is configured. */
public interface Integration extends AutoCloseable {

    /**
     * Asks the system something that costs nothing and that a wrong address or credential would fail.
     *
     * @return what there is to say when it works; fails with {@link IntegrationException} when it does not
     */
    Uni<String> probe();

    @Override
    void close();
}
