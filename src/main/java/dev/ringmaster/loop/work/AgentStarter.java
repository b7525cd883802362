package dev.ringmaster.loop.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.IterationRepository;
import dev.ringmaster.loop.rules.Stage;
import dev.ringmaster.runner.ProcessSpec;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.security.secret.SecretVault;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.workspace.Workspaces;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Starts an iteration's agent: with what it is told, the credentials of its account, and what it may reach. Blocking: for
 * workers.
 */
@ApplicationScoped
class AgentStarter {

    private final Pool pool;
    private final Runner runner;
    private final IterationRepository iterations;
    private final BudgetGate budgets;
    private final AgentEnvironment environment;
    private final Confinements confinements;
    private final Workspaces workspaces;
    private final SecretVault secrets;
    private final Path scratchRoot;

    AgentStarter(Pool pool, Runner runner, IterationRepository iterations, BudgetGate budgets, AgentEnvironment environment,
            Confinements confinements, Workspaces workspaces, SecretVault secrets, RingmasterConfig home) {
        this.pool = pool;
        this.runner = runner;
        this.iterations = iterations;
        this.budgets = budgets;
        this.environment = environment;
        this.confinements = confinements;
        this.workspaces = workspaces;
        this.secrets = secrets;
        this.scratchRoot = Scratch.root(home);
    }

    /**
     * @param name the process's
     * @throws dev.ringmaster.runner.RunnerException as {@link Runner#start}
     * @throws dev.ringmaster.support.RingmasterException when a secret that its account refers to cannot be used
     */
    AgentTask start(Work work, Iteration row, String name) throws IOException {
        Await.of(secrets.refresh());
        var task = task(work, row, secrets.reveal(work.subscription().environment())).within(budgets.allowance(work));
        prepare(work, task);
        var launch = work.platform().launch(task);
        var git = task.trusted() ? Map.<String, String> of() : workspaces.harmlessSettings(work.workspace());
        var variables = secrets.reveal(environment.forAgent(work.subscription(), launch, task.scratch(), git));
        runner.start(new ProcessSpec(name, work.guard(), work.fence().epoch(), task.worktree(), launch.argv(), variables,
                launch.files(), launch.stdin(), confinements.ofAgent(work, task)));
        return task;
    }

    /** The task of an agent that has been started before. What it prints may hold a secret that was stored only since. */
    AgentTask goingOn(Work work, Iteration row) {
        Await.of(secrets.refresh());
        return task(work, row, work.subscription().environment());
    }

    /** Whether an agent that is started now runs in a sandbox. */
    boolean sandboxed(Work work) {
        return confinements.wanted(work) && runner.isolation().active();
    }

    private AgentTask task(Work work, Iteration row, Map<String, String> variables) {
        var resumed = row.trace().resumedSessionId();
        var carried = resumed == null ? Usage.NONE
                : Await.of(iterations.spentInSession(pool, work.card().id(), resumed, row.startedAt()));
        var scratch = scratchRoot.resolve(work.run().id() + "-" + row.number());
        // Whoever condenses needs nothing but its prompt, and gets nothing else to read or to write.
        var directory = row.condensing() ? scratch.resolve("empty") : work.worktree();
        return new AgentTask(row.prompt(), directory, scratch, work.subscription().configDir(), variables, work.run().model(),
                resumed, carried, row.condensing() || work.run().stage() == Stage.PLAN).under(row.trace().systemPrompt())
                .trusting(work.project().trustRepository());
    }

    private void prepare(Work work, AgentTask task) throws IOException {
        Files.createDirectories(task.scratch());
        if (!task.worktree().equals(work.worktree())) {
            Files.createDirectories(task.worktree());
        }
        Files.createDirectories(task.configDir());
        Files.createDirectories(environment.homeOf(work.subscription().name()));
    }
}
