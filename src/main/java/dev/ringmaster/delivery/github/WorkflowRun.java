package dev.ringmaster.delivery.github;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One run of a GitHub Actions workflow.
 *
 * @param path the workflow's file, such as {@code .github/workflows/build.yml}
 * @param conclusion null until it is completed
 * @param runAttempt 1, and one more for each re-run
 */
public record WorkflowRun(long id, @Nullable String name, String headSha, String event, @Nullable String status,
        @Nullable String conclusion, @Nullable String path, @Nullable Integer runAttempt, @Nullable String htmlUrl,
        Instant createdAt) {

    /** Whether it is of this workflow, which may be named by its file or by its path. */
    public boolean isOf(String workflow) {
        return path != null && (path.equals(workflow) || path.replaceFirst("@.*", "").endsWith("/" + workflow));
    }
}
