package dev.ringmaster.delivery.github;

import org.jspecify.annotations.Nullable;

/**
 * One check of a commit.
 *
 * @param status queued, in_progress, completed, waiting, requested or pending
 * @param conclusion null until it is completed
 */
public record CheckRun(long id, String name, String headSha, String status, @Nullable String conclusion,
        @Nullable String detailsUrl, @Nullable Output output) {

    /** What the check itself says it found. */
    public record Output(@Nullable String title, @Nullable String summary, @Nullable String text) {
    }
}
