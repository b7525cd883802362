package dev.ringmaster.delivery.github;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What systems outside of GitHub have reported for a commit, newest per context.
 *
 * @param state success, pending or failure over all
 */
public record CommitStatus(String sha, String state, List<Context> statuses) {

    /** @param state success, pending, failure or error */
    public record Context(String context, String state, @Nullable String description, @Nullable String targetUrl) {
    }
}
