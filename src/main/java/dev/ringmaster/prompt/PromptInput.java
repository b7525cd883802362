package dev.ringmaster.prompt;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a prompt is made of. Null or blank means: there is none.
 *
 * @param iteration counts from 1 within the run
 * @param hints what a person told this run, oldest first
 * @param missingEvidence why the server does not believe that the task is done, such as the end of the check's output
 * @param errorContext what failed before this run: a build log, a test report
 * @param lastResponseSummary the agent's last words, when its session cannot be resumed
 * @param repositoryGuidance the repository's CLAUDE.md or AGENTS.md
 */
public record PromptInput(Project project, Card card, PromptStage stage, int iteration, List<String> hints,
        List<ReviewComment> reviewComments, @Nullable String missingEvidence, @Nullable String errorContext,
        @Nullable String lastResponseSummary, @Nullable String repositoryGuidance) {

    public PromptInput {
        if (iteration < 1) {
            throw new IllegalArgumentException("iterations count from 1, not " + iteration);
        }
        hints = List.copyOf(hints);
        reviewComments = List.copyOf(reviewComments);
    }

    /**
     * The project's part.
     *
     * @param checkCommand what the server runs to see for itself whether the work is done
     */
    public record Project(String name, List<String> techStack, @Nullable String conventions,
            @Nullable String checkCommand) {

        public Project {
            techStack = List.copyOf(techStack);
        }
    }

    /**
     * The card's part.
     *
     * @param plan the plan that a person approved
     */
    public record Card(int number, String title, @Nullable String description, String taskPrompt,
            List<String> acceptanceCriteria, @Nullable String plan) {

        public Card {
            acceptanceCriteria = List.copyOf(acceptanceCriteria);
        }
    }

    /**
     * What a reviewer asks for.
     *
     * @param line counts from 1; without a path it means nothing
     */
    public record ReviewComment(@Nullable String path, @Nullable Integer line, String text) {
    }
}
