package dev.ringmaster.agent;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one iteration asks of an agent.
 *
 * @param prompt the whole prompt; may be larger than an argument may be (128 KiB on Linux), so it travels by stdin or file
 * @param worktree the agent's working directory
 * @param scratch a directory of this iteration alone, outside the worktree, for files the launch needs
 * @param configDir the subscription's own configuration directory for the platform
 * @param environment what the subscription's configuration adds to the clean environment
 * @param resumeSessionId the agent session to go on with, null for a fresh one
 * @param carried what the resumed session had spent before, for platforms that report cumulative totals
 * @param readOnly the plan stage: the agent may read, not write
 * @param systemPrompt for platforms that take one apart from the prompt; null for none
 * @param trusted whether the CLI may obey what the repository holds for it
 * @param budgetUsd what is left of the tightest budget, above 0: for platforms that can keep to it by themselves; null for none
 */
public record AgentTask(String prompt, Path worktree, Path scratch, Path configDir, Map<String, String> environment,
        @Nullable String model, @Nullable String resumeSessionId, Usage carried, boolean readOnly,
        @Nullable String systemPrompt, boolean trusted, @Nullable BigDecimal budgetUsd) {

    /** Without a system prompt and a budget, in a repository that is not trusted. */
    public AgentTask(String prompt, Path worktree, Path scratch, Path configDir, Map<String, String> environment,
            @Nullable String model, @Nullable String resumeSessionId, Usage carried, boolean readOnly) {
        this(prompt, worktree, scratch, configDir, environment, model, resumeSessionId, carried, readOnly, null,
                false, null);
    }

    public AgentTask within(@Nullable BigDecimal budget) {
        return new AgentTask(prompt, worktree, scratch, configDir, environment, model, resumeSessionId, carried, readOnly,
                systemPrompt, trusted, budget);
    }

    public AgentTask under(@Nullable String rules) {
        return new AgentTask(prompt, worktree, scratch, configDir, environment, model, resumeSessionId, carried, readOnly,
                rules, trusted, budgetUsd);
    }

    public AgentTask trusting(boolean repository) {
        return new AgentTask(prompt, worktree, scratch, configDir, environment, model, resumeSessionId, carried, readOnly,
                systemPrompt, repository, budgetUsd);
    }
}
