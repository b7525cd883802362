package dev.ringmaster.loop.briefing;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Optional;

import dev.ringmaster.prompt.Part;
import dev.ringmaster.prompt.PromptBudgets;
import dev.ringmaster.prompt.PromptStage;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What prompts are made of; docs/prompts.md explains it. */
@ConfigMapping(prefix = "ringmaster.prompt")
public interface PromptConfig {

    /** Added to Ringmaster's own rules in each iteration's system prompt. */
    Optional<String> system();

    /** What each kind of iteration is told that it is for. */
    StagesConfig stages();

    /** How long each part of a prompt may be, in tokens of about four characters. */
    TokensConfig tokens();

    /** Whether a history that is too long is condensed by the card's own agent, at its cost; else it is cut by rule. */
    @WithDefault("false")
    boolean condense();

    /** Files for all agents, where a project names no repository of its own. */
    ConfigRepositoryConfig configRepository();

    /** In place of Ringmaster's own words. */
    interface StagesConfig {

        /** The agent is to plan. */
        Optional<String> plan();

        /** It is to do the task. */
        Optional<String> code();

        /** It is to address review comments. */
        Optional<String> review();

        /** It is to repair what failed. */
        Optional<String> fix();

        default Optional<String> of(PromptStage stage) {
            return switch (stage) {
                case PLAN -> plan();
                case CODE -> code();
                case REVIEW -> review();
                case FIX -> fix();
            };
        }
    }

    /** Budgets. */
    interface TokensConfig {

        /** What is configured for the system prompt; at most 8000. */
        @WithDefault("4000")
        int system();

        /** What is configured for a stage. */
        @WithDefault("2000")
        int stage();

        /** The project's conventions. */
        @WithDefault("2500")
        int project();

        /** CLAUDE.md, AGENTS.md and the list of skills of the config repository. */
        @WithDefault("10000")
        int projectFiles();

        /** CLAUDE.md or AGENTS.md of the repository under work. */
        @WithDefault("5000")
        int guidance();

        /** The card's description. */
        @WithDefault("5000")
        int card();

        /** The card's task prompt. */
        @WithDefault("15000")
        int task();

        /** The acceptance criteria. */
        @WithDefault("5000")
        int criteria();

        /** The approved plan. */
        @WithDefault("5000")
        int plan();

        /** Hints from a person. */
        @WithDefault("2500")
        int hints();

        /** Review comments by people who may write to the repository. */
        @WithDefault("5000")
        int review();

        /** Comments by others. */
        @WithDefault("2000")
        int others();

        /** What the server found missing when the agent said it was done. */
        @WithDefault("2500")
        int evidence();

        /** What failed: logs, events, check output. */
        @WithDefault("5000")
        int failure();

        /** What earlier iterations reported. */
        @WithDefault("7500")
        int history();
    }

    /** A git repository. */
    interface ConfigRepositoryConfig {

        /** https://host/path, or the absolute path of a repository on this server. */
        Optional<String> url();

        /** A branch or tag; the repository's default branch if absent. */
        Optional<String> ref();

        /** The folder that holds CLAUDE.md, AGENTS.md and skills; the top level if absent. */
        Optional<String> folder();

        /** A token that may read it; given to the host of this url only, for projects' own repositories there too. */
        Optional<String> token();

        /** How old what is known of it may be before it is asked for again. */
        @WithDefault("5m")
        Duration refresh();
    }

    /** @throws IllegalArgumentException when one is out of bounds */
    default PromptBudgets budgets() {
        var budgets = new EnumMap<Part, Integer>(Part.class);
        budgets.put(Part.SYSTEM, tokens().system());
        budgets.put(Part.STAGE, tokens().stage());
        budgets.put(Part.PROJECT, tokens().project());
        budgets.put(Part.PROJECT_FILES, tokens().projectFiles());
        budgets.put(Part.GUIDANCE, tokens().guidance());
        budgets.put(Part.CARD, tokens().card());
        budgets.put(Part.TASK, tokens().task());
        budgets.put(Part.CRITERIA, tokens().criteria());
        budgets.put(Part.PLAN, tokens().plan());
        budgets.put(Part.HINTS, tokens().hints());
        budgets.put(Part.REVIEW, tokens().review());
        budgets.put(Part.OTHERS, tokens().others());
        budgets.put(Part.EVIDENCE, tokens().evidence());
        budgets.put(Part.FAILURE, tokens().failure());
        budgets.put(Part.HISTORY, tokens().history());
        return new PromptBudgets(budgets);
    }
}
