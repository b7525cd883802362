package dev.ringmaster.delivery.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.github.CheckRun;
import dev.ringmaster.delivery.github.CommitStatus;
import dev.ringmaster.delivery.github.WorkflowRun;

/**
 * What GitHub knows of the build of one commit, and what follows from it. Pure.
 *
 * @param parts each check, status and workflow run
 * @param runs the workflow runs among them
 */
record BuildEvidence(List<Part> parts, List<WorkflowRun> runs) {

    private static final Set<String> GOOD = Set.of("success", "neutral", "skipped");

    enum Standing {
        /** Nothing is known of a build of this commit. */
        NONE,
        RUNNING,
        PASSED,
        FAILED
    }

    /** @param says what it says of itself, for people */
    record Part(String name, Standing standing, @Nullable String says) {
    }

    /** @param workflow the project's own build; null where all that runs for the commit counts */
    static BuildEvidence of(List<CheckRun> checks, CommitStatus status, List<WorkflowRun> runs, @Nullable String workflow) {
        if (workflow != null) {
            var newest = runs.stream().filter(run -> run.isOf(workflow)).max(Comparator.comparingLong(WorkflowRun::id));
            var own = newest.map(List::of).orElse(List.of());
            return new BuildEvidence(own.stream().map(BuildEvidence::part).toList(), own);
        }
        var parts = new ArrayList<Part>();
        checks.forEach(check -> parts.add(new Part("check " + check.name(), standing(check.status(), check.conclusion()),
                says(check))));
        status.statuses().forEach(context -> parts.add(new Part("status " + context.context(), switch (context.state()) {
            case "success" -> Standing.PASSED;
            case "pending" -> Standing.RUNNING;
            default -> Standing.FAILED;
        }, context.description())));
        runs.forEach(run -> parts.add(part(run)));
        return new BuildEvidence(List.copyOf(parts), List.copyOf(runs));
    }

    private static Part part(WorkflowRun run) {
        return new Part("workflow " + (run.name() == null ? run.path() : run.name()),
                standing(String.valueOf(run.status()), run.conclusion()), null);
    }

    private static Standing standing(String status, @Nullable String conclusion) {
        if (!status.equals("completed")) {
            return Standing.RUNNING;
        }
        return conclusion != null && GOOD.contains(conclusion) ? Standing.PASSED : Standing.FAILED;
    }

    private static @Nullable String says(CheckRun check) {
        var output = check.output();
        return output == null ? null
                : String.join("\n", List.of(text(output.title()), text(output.summary()), text(output.text()))).strip();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Nothing counts as over while anything runs: a failure is told with all that belongs to it. */
    Standing standing() {
        if (parts.isEmpty()) {
            return Standing.NONE;
        }
        if (has(Standing.RUNNING)) {
            return Standing.RUNNING;
        }
        return has(Standing.FAILED) ? Standing.FAILED : Standing.PASSED;
    }

    private boolean has(Standing standing) {
        return parts.stream().anyMatch(part -> part.standing() == standing);
    }

    List<Part> failed() {
        return parts.stream().filter(part -> part.standing() == Standing.FAILED).toList();
    }

    /** Those that can be run once more. */
    List<WorkflowRun> failedRuns() {
        return runs.stream().filter(run -> standing(String.valueOf(run.status()), run.conclusion()) == Standing.FAILED)
                .toList();
    }

    String names(List<Part> some) {
        return String.join(", ", some.stream().map(Part::name).distinct().toList());
    }
}
