package dev.ringmaster.project;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;

/**
 * Everything a person may set on a project, valid as far as that can be told without looking at the repository.
 *
 * @param defaultBranch null until the repository has been asked
 */
record ProjectSettings(String name, @Nullable String description, @Nullable String repositoryUrl, String repositoryPath,
        @Nullable String defaultBranch, List<String> techStack, @Nullable String codingConventions,
        @Nullable String setupCommand, @Nullable String checkCommand, boolean buildEnabled, boolean deployEnabled,
        boolean mergeOnCompletion, boolean autoApprovePlan, boolean autoApproveReview, @Nullable String subscription,
        LimitPolicy onUsageLimit, LoopLimits defaults) {

    private static final TextRule NAME = TextRule.characters("name", 200);
    private static final TextRule DESCRIPTION = TextRule.kibibytes("description", 256);
    private static final TextRule REPOSITORY_PATH = TextRule.characters("repositoryPath", 4_000);
    private static final TextRule TECHNOLOGY = TextRule.characters("An entry of techStack", 100);
    private static final TextRule CONVENTIONS = TextRule.kibibytes("codingConventions", 256);
    private static final TextRule SETUP = TextRule.characters("setupCommand", 10_000);
    private static final TextRule CHECK = TextRule.characters("checkCommand", 10_000);
    private static final TextRule SUBSCRIPTION = TextRule.characters("subscription", 100);
    private static final int MOST_TECHNOLOGIES = 50;

    ProjectSettings {
        name = NAME.checkFilled(name);
        description = DESCRIPTION.checkOptional(description);
        repositoryUrl = repositoryUrl == null || repositoryUrl.isBlank() ? null : RepositoryUrl.check(repositoryUrl);
        repositoryPath = absolute(REPOSITORY_PATH.checkFilled(repositoryPath));
        defaultBranch = defaultBranch == null ? null : BranchName.check(defaultBranch);
        techStack = technologies(techStack);
        codingConventions = CONVENTIONS.checkOptional(codingConventions);
        setupCommand = SETUP.checkOptional(setupCommand);
        checkCommand = CHECK.checkOptional(checkCommand);
        subscription = SUBSCRIPTION.checkOptional(subscription);
    }

    static ProjectSettings create(ProjectInput input, LoopLimits defaults) {
        return new ProjectSettings(
                or(input.name(), ""), input.description(), input.repositoryUrl(), or(input.repositoryPath(), ""),
                input.defaultBranch(), or(input.techStack(), List.of()), input.codingConventions(), input.setupCommand(),
                input.checkCommand(), or(input.buildEnabled(), false), or(input.deployEnabled(), false),
                or(input.mergeOnCompletion(), false), or(input.autoApprovePlan(), false),
                or(input.autoApproveReview(), false), input.subscription(),
                or(input.onUsageLimit(), LimitPolicy.WAIT), or(input.defaults(), LoopLimitsInput.NONE).over(defaults));
    }

    static ProjectSettings change(Project now, ProjectInput input) {
        return new ProjectSettings(
                or(input.name(), now.name()), orNull(input.description(), now.description()),
                orNull(input.repositoryUrl(), now.repositoryUrl()), or(input.repositoryPath(), now.repositoryPath()),
                or(input.defaultBranch(), now.defaultBranch()), or(input.techStack(), now.techStack()),
                orNull(input.codingConventions(), now.codingConventions()),
                orNull(input.setupCommand(), now.setupCommand()), orNull(input.checkCommand(), now.checkCommand()),
                or(input.buildEnabled(), now.buildEnabled()), or(input.deployEnabled(), now.deployEnabled()),
                or(input.mergeOnCompletion(), now.mergeOnCompletion()),
                or(input.autoApprovePlan(), now.autoApprovePlan()),
                or(input.autoApproveReview(), now.autoApproveReview()),
                orNull(input.subscription(), now.subscription()), or(input.onUsageLimit(), now.onUsageLimit()),
                or(input.defaults(), LoopLimitsInput.NONE).over(now.defaults()));
    }

    ProjectSettings on(String branch) {
        return new ProjectSettings(name, description, repositoryUrl, repositoryPath, branch, techStack, codingConventions,
                setupCommand, checkCommand, buildEnabled, deployEnabled, mergeOnCompletion, autoApprovePlan,
                autoApproveReview, subscription, onUsageLimit, defaults);
    }

    private static String absolute(String text) {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw RingmasterException.invalid("repositoryPath \"" + text + "\" is not a path: " + e.getReason() + ".");
        }
        if (!path.isAbsolute()) {
            throw RingmasterException.invalid("repositoryPath \"" + text + "\" is not absolute. Give the whole path of the"
                    + " repository on the server, from the root on.");
        }
        return path.normalize().toString();
    }

    private static List<String> technologies(List<String> names) {
        if (names.size() > MOST_TECHNOLOGIES) {
            throw RingmasterException
                    .invalid("techStack has " + names.size() + " entries. Give at most " + MOST_TECHNOLOGIES + ".");
        }
        return names.stream().map(TECHNOLOGY::checkFilled).distinct().toList();
    }

    private static <T> T or(@Nullable T wish, T otherwise) {
        return wish != null ? wish : otherwise;
    }

    private static @Nullable String orNull(@Nullable String wish, @Nullable String otherwise) {
        return wish != null ? wish : otherwise;
    }
}
