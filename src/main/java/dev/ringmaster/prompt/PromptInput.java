package dev.ringmaster.prompt;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a prompt is made of. Null or blank means: there is none.
 *
 * @param iteration counts from 1 within the run
 */
public record PromptInput(PromptStage stage, int iteration, Wording wording, Project project, Card card, Told told) {

    public PromptInput {
        if (iteration < 1) {
            throw new IllegalArgumentException("iterations count from 1, not " + iteration);
        }
    }

    /**
     * What the configuration says.
     *
     * @param systemApart whether the platform takes a system prompt of its own
     * @param system added to our own rules
     * @param stage in place of {@link PromptStage#words}
     */
    public record Wording(boolean systemApart, @Nullable String system, @Nullable String stage) {

        public static final Wording STANDARD = new Wording(false, null, null);
    }

    /**
     * The project's part.
     *
     * @param checkCommand what the server runs to see for itself whether the work is done
     * @param files from the config repository
     * @param guidance the repository's CLAUDE.md or AGENTS.md
     */
    public record Project(String name, List<String> techStack, @Nullable String conventions,
            @Nullable String checkCommand, ProjectFiles files, @Nullable String guidance) {

        public Project {
            techStack = List.copyOf(techStack);
        }
    }

    /**
     * What people have laid down for all agents, in a repository that the configuration names and that agents cannot write to.
     *
     * @param texts CLAUDE.md and AGENTS.md, where there are such
     */
    public record ProjectFiles(List<Text> texts, List<Skill> skills) {

        public static final ProjectFiles NONE = new ProjectFiles(List.of(), List.of());

        public ProjectFiles {
            texts = List.copyOf(texts);
            skills = List.copyOf(skills);
        }

        public record Text(String name, String text) {
        }

        /** @param path of the file that teaches it, relative to the worktree */
        public record Skill(String name, String description, String path) {
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
     * What was said and what has happened.
     *
     * @param hints what a person told this run, oldest first
     * @param missingEvidence why the server does not believe that the task is done, such as the end of the check's output
     * @param errorContext what failed before this run: a build log, a test report
     * @param history what earlier iterations reported, within its budget
     */
    public record Told(List<String> hints, List<ReviewComment> reviewComments, @Nullable String missingEvidence,
            @Nullable String errorContext, @Nullable String history) {

        public static final Told NOTHING = new Told(List.of(), List.of(), null, null, null);

        public Told {
            hints = List.copyOf(hints);
            reviewComments = List.copyOf(reviewComments);
        }
    }

    /**
     * What somebody says about the code.
     *
     * @param line counts from 1; without a path it means nothing
     * @param trusted whether its author may write to the repository, and so may ask for changes
     */
    public record ReviewComment(String author, boolean trusted, @Nullable String path, @Nullable Integer line, String text) {
    }
}
