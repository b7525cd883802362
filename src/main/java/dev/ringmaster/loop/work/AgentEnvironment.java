package dev.ringmaster.loop.work;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.runner.EnvironmentPolicy;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.workspace.git.GitSettings;

/** The complete environment of agents and of a project's commands: built up from nothing, never the server's own. */
@ApplicationScoped
class AgentEnvironment {

    /** Agents commit; without an identity git refuses. */
    private static final Map<String, String> GIT = Map.of(
            "GIT_AUTHOR_NAME", "Ringmaster", "GIT_AUTHOR_EMAIL", "ringmaster@localhost",
            "GIT_COMMITTER_NAME", "Ringmaster", "GIT_COMMITTER_EMAIL", "ringmaster@localhost",
            "GIT_TERMINAL_PROMPT", "0");

    /**
     * A repository's own hooks must not run by a commit, and git must not tidy it up behind an agent's back. Aider looks for
     * an identity among the settings only, and writes one into the repository's own where it finds none.
     */
    private static final Map<String, String> GIT_SETTINGS = Map.of("core.hooksPath", "/dev/null", "maintenance.auto", "false",
            "user.name", "Ringmaster", "user.email", "ringmaster@localhost");

    private final Path home;

    AgentEnvironment(RingmasterConfig config) {
        this.home = config.home().toAbsolutePath();
    }

    /** @param git settings that its git is to go by, whatever the repository says */
    Map<String, String> forAgent(Subscription subscription, LaunchSpec launch, Path scratch, Map<String, String> git) {
        var environment = base(homeOf(subscription.name()), scratch, git);
        environment.putAll(launch.environment());
        return environment;
    }

    /** For check and setup commands: a home of their own, no credentials. */
    Map<String, String> forCommands(Path scratch) {
        return base(homeOfCommands(), scratch, Map.of());
    }

    Path homeOfCommands() {
        return homeOf("commands");
    }

    /** A home directory that tools may fill with caches, apart from the person's own. */
    Path homeOf(String name) {
        return home.resolve("agents").resolve(name).resolve("home");
    }

    private static Map<String, String> base(Path home, Path temporary, Map<String, String> git) {
        var environment = new HashMap<>(EnvironmentPolicy.base(System.getenv(), home, temporary));
        environment.putAll(GIT);
        var settings = new LinkedHashMap<>(git);
        settings.putAll(GIT_SETTINGS);
        environment.putAll(GitSettings.variables(settings));
        return environment;
    }
}
