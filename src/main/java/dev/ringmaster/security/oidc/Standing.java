package dev.ringmaster.security.oidc;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Role;

/**
 * What the newest token of a person gives them. An older token that still holds never gives more: so a role that was taken
 * away is gone as soon as the provider has said so once.
 *
 * @param issuedAt when the provider made that token; it tells time in seconds
 */
record Standing(@Nullable Role role, Instant issuedAt) {

    /** What stands after another token was seen. Of two of the same second the lower role counts. */
    Standing after(Standing seen) {
        int order = seen.issuedAt.compareTo(issuedAt);
        return order > 0 ? seen : order < 0 ? this : new Standing(lower(role, seen.role), issuedAt);
    }

    /** What a token of this standing gives, when the person stands so. */
    @Nullable
    Role within(Standing now) {
        return lower(role, now.role);
    }

    boolean isLessThan(Standing before) {
        return before.role != null && (role == null || !role.covers(before.role));
    }

    private static @Nullable Role lower(@Nullable Role one, @Nullable Role other) {
        return one == null || other == null ? null : one.covers(other) ? other : one;
    }
}
