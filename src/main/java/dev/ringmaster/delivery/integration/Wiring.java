package dev.ringmaster.delivery.integration;

import io.vertx.mutiny.core.Vertx;

/** What clients are built with. */
public record Wiring(Vertx vertx) {
}
