package dev.ringmaster.loop.work;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.runner.EnvironmentPolicy;
import dev.ringmaster.support.RingmasterConfig;

/** The complete environment of agents and of a project's commands: built up from nothing, never the server's own. */
@ApplicationScoped
class AgentEnvironment {

    /**
     * Agents commit; without an identity git refuses. A repository's own hooks must not run by that, and git must not tidy the
     * repository up behind an agent's back.
     */
    private static final Map<String, String> GIT = Map.of(
            "GIT_AUTHOR_NAME", "Ringmaster", "GIT_AUTHOR_EMAIL", "ringmaster@localhost",
            "GIT_COMMITTER_NAME", "Ringmaster", "GIT_COMMITTER_EMAIL", "ringmaster@localhost",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_CONFIG_COUNT", "2", "GIT_CONFIG_KEY_0", "core.hooksPath", "GIT_CONFIG_VALUE_0", "/dev/null",
            "GIT_CONFIG_KEY_1", "maintenance.auto", "GIT_CONFIG_VALUE_1", "false");

    private final Path home;

    AgentEnvironment(RingmasterConfig config) {
        this.home = config.home().toAbsolutePath();
    }

    Map<String, String> forAgent(Subscription subscription, LaunchSpec launch, Path scratch) {
        var environment = base(homeOf(subscription.name()), scratch);
        environment.putAll(launch.environment());
        return environment;
    }

    /** For check and setup commands: a home of their own, no credentials. */
    Map<String, String> forCommands(Path scratch) {
        return base(homeOfCommands(), scratch);
    }

    Path homeOfCommands() {
        return homeOf("commands");
    }

    /** A home directory that tools may fill with caches, apart from the person's own. */
    Path homeOf(String name) {
        return home.resolve("agents").resolve(name).resolve("home");
    }

    private static Map<String, String> base(Path home, Path temporary) {
        var environment = new HashMap<>(EnvironmentPolicy.base(System.getenv(), home, temporary));
        environment.putAll(GIT);
        return environment;
    }
}
