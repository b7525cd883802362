package dev.ringmaster.loop.account;

import java.time.Instant;

import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A window of time for which a platform limits what an account may use, such as the 5 hours and 7 days of Claude.
 *
 * @param name as the platform calls it, such as {@code five_hour}
 * @param used 0 to 1, more when it is overdrawn
 * @param resetsAt null where the platform does not tell
 * @param seenAt when an agent last told of it
 */
public record UsageWindow(@NonNull String name, double used, @Nullable Instant resetsAt, @NonNull Instant seenAt) {
}
