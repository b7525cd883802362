package dev.ringmaster.delivery.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.delivery.build.BuildEvidence.Standing;
import dev.ringmaster.delivery.github.CheckRun;
import dev.ringmaster.delivery.github.CommitStatus;
import dev.ringmaster.delivery.github.WorkflowRun;

class BuildEvidenceTest {

    private static final CommitStatus NO_STATUS = new CommitStatus("sha", "pending", List.of());

    @Test
    void nothing_seen_is_no_success() {
        assertThat(BuildEvidence.of(List.of(), NO_STATUS, List.of(), null).standing()).isEqualTo(Standing.NONE);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "queued, -, RUNNING", "in_progress, -, RUNNING", "waiting, -, RUNNING", "completed, success, PASSED",
            "completed, neutral, PASSED", "completed, skipped, PASSED", "completed, failure, FAILED",
            "completed, timed_out, FAILED", "completed, cancelled, FAILED", "completed, action_required, FAILED",
            "completed, stale, FAILED", "completed, startup_failure, FAILED", "completed, -, FAILED" })
    void what_a_check_means(String status, @Nullable String conclusion, Standing expected) {
        assertThat(BuildEvidence.of(List.of(check(status, conclusion)), NO_STATUS, List.of(), null).standing())
                .isEqualTo(expected);
    }

    @Test
    void all_have_to_pass_and_none_may_run() {
        var passed = check("completed", "success");
        var failed = check("completed", "failure");

        assertThat(BuildEvidence.of(List.of(passed, failed), NO_STATUS, List.of(), null).standing())
                .isEqualTo(Standing.FAILED);
        assertThat(BuildEvidence.of(List.of(failed), NO_STATUS, List.of(run(1, "other.yml", "in_progress", null)), null)
                .standing()).isEqualTo(Standing.RUNNING);
        var red = new CommitStatus("sha", "failure", List.of(new CommitStatus.Context("jenkins", "error", "it broke", null)));
        assertThat(BuildEvidence.of(List.of(passed), red, List.of(), null).failed()).singleElement()
                .satisfies(part -> assertThat(part.says()).isEqualTo("it broke"));
    }

    @Test
    void of_a_named_workflow_only_the_newest_run_counts() {
        var runs = List.of(run(1, "build.yml", "completed", "failure"), run(2, "build.yml", "completed", "success"),
                run(3, "other.yml", "completed", "failure"));

        assertThat(BuildEvidence.of(List.of(check("completed", "failure")), NO_STATUS, runs, "build.yml").standing())
                .isEqualTo(Standing.PASSED);
        assertThat(BuildEvidence.of(List.of(check("completed", "success")), NO_STATUS, runs, "absent.yml").standing())
                .isEqualTo(Standing.NONE);
    }

    private static CheckRun check(String status, @Nullable String conclusion) {
        return new CheckRun(1, "test", "sha", status, conclusion, null, null);
    }

    private static WorkflowRun run(long id, String file, String status, @Nullable String conclusion) {
        return new WorkflowRun(id, file, "sha", "push", status, conclusion, ".github/workflows/" + file, 1, null,
                Instant.EPOCH);
    }
}
