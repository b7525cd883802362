package dev.ringmaster.loop.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.loop.SandboxConfig;
import dev.ringmaster.loop.SandboxConfig.SubscriptionSandbox;
import dev.ringmaster.loop.SandboxMode;
import dev.ringmaster.runner.Confinement;
import dev.ringmaster.workspace.Workspace;
import dev.ringmaster.workspace.WorkspaceAccess;
import dev.ringmaster.workspace.Workspaces;

/** What agents and commands may reach: their worktree, what commits there need, and what is theirs in the server's home. */
@ApplicationScoped
class Confinements {

    private final SandboxConfig config;
    private final Workspaces workspaces;
    private final AgentEnvironment environment;

    Confinements(SandboxConfig config, Workspaces workspaces, AgentEnvironment environment) {
        this.config = config;
        this.workspaces = workspaces;
        this.environment = environment;
    }

    /** Null where a sandbox is not wanted. An agent that works elsewhere reaches nothing of the worktree. */
    @Nullable
    Confinement ofAgent(Work work, AgentTask task) {
        var mode = mode(work);
        if (mode == SandboxMode.OFF) {
            return null;
        }
        var own = joined(List.of(task.scratch(), task.configDir(), environment.homeOf(work.subscription().name())),
                work.platform().ownDirectories());
        boolean network = own(work).flatMap(SubscriptionSandbox::network).orElse(config.agentNetwork());
        return task.worktree().equals(work.worktree()) ? confinement(work.workspace(), own, network, mode)
                : new Confinement(own, List.of(), List.of(), List.of(work.workspace().repository()), network,
                        mode == SandboxMode.REQUIRED);
    }

    /** Whether the agent is to be put in a sandbox, if there is one. */
    boolean wanted(Work work) {
        return mode(work) != SandboxMode.OFF;
    }

    private SandboxMode mode(Work work) {
        return own(work).flatMap(SubscriptionSandbox::mode).orElse(config.mode());
    }

    private Optional<SubscriptionSandbox> own(Work work) {
        return Optional.ofNullable(config.subscriptions().get(work.subscription().name()));
    }

    /** Null where a sandbox is not wanted. */
    @Nullable
    Confinement ofCommand(Workspace workspace, Path scratch) {
        return config.mode() == SandboxMode.OFF ? null
                : confinement(workspace, List.of(scratch, environment.homeOfCommands()), config.commandNetwork(),
                        config.mode());
    }

    private Confinement confinement(Workspace workspace, List<Path> own, boolean network, SandboxMode mode) {
        WorkspaceAccess access = workspaces.access(workspace);
        return new Confinement(joined(access.writable(), own), access.readable(), access.readOnly(),
                access.hidden(), network, mode == SandboxMode.REQUIRED);
    }

    private static List<Path> joined(Collection<Path> some, Collection<Path> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
