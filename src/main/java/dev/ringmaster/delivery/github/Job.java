package dev.ringmaster.delivery.github;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** One job of a workflow run, with its steps. */
public record Job(long id, String name, String status, @Nullable String conclusion, @Nullable List<Step> steps) {

    /** One step of a job. */
    public record Step(String name, String status, @Nullable String conclusion, int number) {
    }

    public boolean failed() {
        return "failure".equals(conclusion) || "timed_out".equals(conclusion) || "startup_failure".equals(conclusion);
    }

    /** Names of the steps that failed. */
    public List<String> failedSteps() {
        return steps == null ? List.of()
                : steps.stream().filter(step -> "failure".equals(step.conclusion())).map(Step::name).toList();
    }
}
