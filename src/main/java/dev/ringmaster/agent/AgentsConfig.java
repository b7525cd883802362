package dev.ringmaster.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The accounts agents work under, and the command lines of agents that Ringmaster does not know by itself. */
@ConfigMapping(prefix = "ringmaster")
public interface AgentsConfig {

    /** Accounts by name. */
    Map<String, SubscriptionConfig> subscriptions();

    /** Custom agent CLIs by the name that subscriptions refer to. */
    Map<String, PlatformConfig> platforms();

    /** An account or credential on a platform. */
    interface SubscriptionConfig {

        /** The platform: claude-code, aider, codex, gemini, opencode, demo, or a name under ringmaster.platforms. */
        String platform();

        /** The model to ask for; the CLI's own default if absent. */
        Optional<String> model();

        /** Whether cards may use it. */
        @WithDefault("true")
        boolean enabled();

        /** Lower numbers are tried first. */
        @WithDefault("100")
        int priority();

        /** How many of its agents may run at a time. */
        @WithDefault("3")
        int maxConcurrent();

        /** The CLI's configuration directory; one of its own under ringmaster.home if absent. */
        Optional<Path> configDir();

        /** Whether a card may get it without asking for it by name. */
        @WithDefault("true")
        boolean automatic();

        /** Variables for the agent's otherwise clean environment; empty values are left out. */
        Map<String, Optional<String>> env();
    }

    /** A custom agent CLI; or where the program of one that Ringmaster knows lies, by the first element of the command. */
    interface PlatformConfig {

        /** The argument vector; {prompt}, {promptFile}, {session}, {model} and {worktree} are filled in. */
        List<String> command();

        /** How its output is read: lines or stream-json. */
        @WithDefault("lines")
        String output();

        /** Variables for its otherwise clean environment. */
        Map<String, String> env();

        /** What to find in the lines of its output. */
        PatternsConfig patterns();
    }

    /**
     * Java regular expressions, each looked for anywhere in a line of standard output or standard error, in its first 4,000
     * characters. All are optional.
     */
    interface PatternsConfig {

        /**
         * Token counts, by one or more of the groups input (uncached), cacheWrite, cacheRead and output; 4.6k and 1,234 are
         * understood. What several lines report is added up.
         */
        Optional<String> tokens();

        /** An amount in US dollars, as the first group. What several lines report is added up. */
        Optional<String> cost();

        /** The path of a changed file, as the first group. */
        Optional<String> file();

        /** What the CLI prints when it has failed although it exits with 0. */
        Optional<String> error();

        /**
         * What it prints when a rate or usage limit has ended its work. A group reset may hold when it opens again, as ISO
         * 8601 with an offset or in seconds since 1970.
         */
        Optional<String> limit();

        /** What it prints when its credential was refused. */
        Optional<String> auth();
    }
}
