package dev.ringmaster.delivery.github;

import org.jspecify.annotations.Nullable;

/**
 * A pull request.
 *
 * @param state {@code open} or {@code closed}
 * @param merged null in lists
 * @param mergeable null while GitHub finds out, and in lists
 */
public record PullRequest(int number, String htmlUrl, String state, @Nullable String title, @Nullable String body,
        @Nullable Boolean merged, @Nullable Boolean mergeable, @Nullable String mergeCommitSha, End head, End base) {

    /** One of its two branches. */
    public record End(String ref, String sha) {
    }

    public boolean isMerged() {
        return Boolean.TRUE.equals(merged);
    }

    public boolean isOpen() {
        return state.equals("open");
    }

    /** Whether somebody closed it instead of merging it. Not known in lists. */
    public boolean isRefused() {
        return !isOpen() && !isMerged();
    }

    /** Whether its branch is known to conflict with the branch it goes to. */
    public boolean conflicts() {
        return Boolean.FALSE.equals(mergeable);
    }
}
