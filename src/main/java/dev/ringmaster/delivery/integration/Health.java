package dev.ringmaster.delivery.integration;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How an integration was when it was last looked at.
 *
 * @param message what was found, or what to do
 * @param checkedAt null before the first look
 */
public record Health(String name, boolean configured, boolean healthy, String message, @Nullable Instant checkedAt) {
}
