package dev.ringmaster.agent;

import org.jspecify.annotations.Nullable;

/**
 * What a platform's probe found.
 *
 * @param loggedIn null where the CLI cannot tell without spending money
 * @param message what is found, or what is missing and the command that repairs it
 */
public record PlatformProbe(String platform, boolean available, @Nullable String version, @Nullable String path,
        @Nullable Boolean loggedIn, String message) {
}
