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

        /** The platform: claude-code, demo, or a name under ringmaster.platforms. */
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

    /** A custom agent CLI. */
    interface PlatformConfig {

        /** The argument vector; {prompt}, {promptFile}, {session}, {model} and {worktree} are filled in. */
        List<String> command();

        /** How its output is read: lines or stream-json. */
        @WithDefault("lines")
        String output();

        /** Variables for its otherwise clean environment. */
        Map<String, String> env();
    }
}
