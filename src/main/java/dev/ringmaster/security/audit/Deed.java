package dev.ringmaster.security.audit;

import org.jspecify.annotations.Nullable;

/**
 * What is to be noted, besides who did it.
 *
 * @param subject what it was done to, such as {@code card:<uuid>}; null if that is not known yet, or nothing
 * @param detail more, without any text that a caller has sent
 */
public record Deed(String operation, @Nullable String subject, @Nullable String detail) {
}
