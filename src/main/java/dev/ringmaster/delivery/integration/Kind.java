package dev.ringmaster.delivery.integration;

import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A system that Ringmaster can be connected to: all that the hub has to know of it.
 *
 * @param name as in {@code ringmaster.integrations.<name>}
 * @param settings the mapping of its part of the configuration
 * @param maker builds the client; empty when the settings do not ask for one
 */
public record Kind<C, T extends Integration>(String name, Class<C> settings, Class<T> type,
        BiFunction<C, Wiring, Optional<T>> maker) {
}
