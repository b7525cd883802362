package dev.ringmaster.loop.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.journal.Journal;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.IterationRepository;
import dev.ringmaster.loop.LoopConfig;
import dev.ringmaster.loop.Run;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.loop.rules.Stage;
import dev.ringmaster.loop.work.AgentWatch.Intervention;
import dev.ringmaster.metrics.PriceBook;
import dev.ringmaster.metrics.WorkMeters;
import dev.ringmaster.runner.ProcessSpec;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.runner.RunnerException;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.security.secret.SecretVault;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.workspace.Workspaces;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * One agent process: starts it, or takes up one that another server (or this one, before it died) has started, follows it
 * to its end and hands what it found to {@link IterationCloser}. Blocking: for workers.
 */
@ApplicationScoped
class IterationRunner {

    private static final Logger LOG = Logger.getLogger(IterationRunner.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Pool pool;
    private final Runner runner;
    private final Intake intake;
    private final Journal journal;
    private final IterationRepository iterations;
    private final IterationCloser closer;
    private final AgentEnvironment environment;
    private final Confinements confinements;
    private final Workspaces workspaces;
    private final SecretVault secrets;
    private final Redactor redactor;
    private final PriceBook prices;
    private final BudgetGate budgets;
    private final WorkMeters meters;
    private final LoopConfig config;
    private final Path scratchRoot;

    IterationRunner(Pool pool, Runner runner, Intake intake, Journal journal, IterationRepository iterations,
            IterationCloser closer, AgentEnvironment environment, Confinements confinements, Workspaces workspaces, SecretVault secrets,
            Redactor redactor,
            PriceBook prices, BudgetGate budgets,
            WorkMeters meters, LoopConfig config, RingmasterConfig home) {
        this.pool = pool;
        this.runner = runner;
        this.intake = intake;
        this.journal = journal;
        this.iterations = iterations;
        this.closer = closer;
        this.environment = environment;
        this.confinements = confinements;
        this.workspaces = workspaces;
        this.secrets = secrets;
        this.redactor = redactor;
        this.prices = prices;
        this.budgets = budgets;
        this.meters = meters;
        this.config = config;
        this.scratchRoot = home.home().toAbsolutePath().resolve("scratch");
    }

    /** Starts the agent of an iteration whose row is there, and follows it to its end. */
    void start(Work work, Iteration row, Duration timeLeft, ActiveRun active) {
        var handle = runner.handleFor(name(work, row.number()));
        try {
            Await.of(secrets.refresh());
            var task = task(work, row, secrets.reveal(work.subscription().environment()));
            prepare(work, task);
            runner.start(spec(work, row, task));
            follow(work, row, handle, task, timeLeft, active);
        } catch (RunnerException | IOException e) {
            LOG.warnf("agent.start failed run=%s iteration=%d: %s", work.run().id(), row.number(), e.getMessage());
            closer.close(work, row, ProcessEnd.notStarted(new IterationTally(), String.valueOf(e.getMessage())), active);
        }
    }

    private ProcessSpec spec(Work work, Iteration row, AgentTask task) {
        var launch = work.platform().launch(task);
        var git = task.trusted() ? Map.<String, String> of() : workspaces.harmlessSettings(work.workspace());
        var variables = secrets.reveal(environment.forAgent(work.subscription(), launch, task.scratch(), git));
        return new ProcessSpec(name(work, row.number()), work.guard(), work.fence().epoch(), work.worktree(), launch.argv(),
                variables, launch.files(), launch.stdin(), confinements.ofAgent(work, task, List.of()));
    }

    /** Whether an agent that is started now runs in a sandbox. */
    boolean sandboxed(Work work) {
        return confinements.wanted(work) && runner.isolation().active();
    }

    /** Where the agent of an iteration that has not started yet will be found. */
    String handleFor(Work work, int number) {
        return runner.handleFor(name(work, number));
    }

    private static String name(Work work, int number) {
        return "run-" + work.run().id() + "-" + number + "-e" + work.fence().epoch();
    }

    /** From here on no earlier owner of the run can start anything; what it has started goes on if the iteration is open. */
    void takeOver(Run claimed, @Nullable Iteration open) {
        if (open != null) {
            meters.takenOver();
        }
        var report = runner.takeOver(Work.guard(claimed.cardId()), claimed.fence().epoch(),
                open == null ? null : open.trace().runnerHandle());
        if (report.signalled() + report.killed() > 0) {
            LOG.infof("agent.leftovers ended run=%s: %s", claimed.id(), report);
        }
    }

    /** Takes up an iteration that was under way: its agent may still live, may have ended meanwhile, or may be gone. */
    void goOn(Work work, Iteration row, Duration timeLeft, ActiveRun active) {
        var handle = row.trace().runnerHandle();
        if (handle == null) {
            closer.close(work, row, ProcessEnd.lost(new IterationTally(), null), active);
            return;
        }
        LOG.infof("agent.reattached run=%s iteration=%d state=%s", work.run().id(), row.number(),
                runner.status(handle).phase());
        // What it prints may hold a secret that was stored after this server had started.
        Await.of(secrets.refresh());
        try {
            follow(work, row, handle, task(work, row, work.subscription().environment()), timeLeft, active);
        } catch (RunnerException e) {
            LOG.warnf("agent.spool lost run=%s iteration=%d: %s", work.run().id(), row.number(), e.getMessage());
            closer.close(work, row, ProcessEnd.lost(new IterationTally(), null), active);
        }
    }

    private AgentTask task(Work work, Iteration row, Map<String, String> variables) {
        var resumed = row.trace().resumedSessionId();
        var carried = resumed == null ? Usage.NONE
                : Await.of(iterations.spentInSession(pool, work.card().id(), resumed, row.startedAt()));
        var scratch = scratchRoot.resolve(work.run().id() + "-" + row.number());
        return new AgentTask(row.prompt(), work.worktree(), scratch, work.subscription().configDir(),
                variables, work.run().model(), resumed, carried, work.run().stage() == Stage.PLAN,
                work.project().trustRepository());
    }

    private void prepare(Work work, AgentTask task) throws IOException {
        Files.createDirectories(task.scratch());
        Files.createDirectories(task.configDir());
        Files.createDirectories(environment.homeOf(work.subscription().name()));
    }

    private void follow(Work work, Iteration row, String handle, AgentTask task, Duration timeLeft, ActiveRun active) {
        var tally = new IterationTally();
        var committed = new OutputPump.Committed(row.trace().stdoutOffset(), row.trace().stderrOffset());
        var meter = prices.meter(work.run().model());
        var pump = new OutputPump(intake, journal, work.fence(), row.number(), work.platform().parser(task), redactor,
                tally, meter, committed);
        var watch = new AgentWatch(config, active, tally, pump, () -> runner.cpuTime(handle), timeLeft,
                new BudgetWatch(budgets, work, row.number(), tally, meter));
        var intervention = await(pump.pump(runner, handle).subscribeAsCompletionStage(), handle, watch, active);
        runner.stop(handle, Duration.ZERO);
        var end = end(handle, tally, pump, intervention);
        closer.close(work, row, end, active);
        meters.iterationEnded(work.run().platform(), end.outcome().name(), Duration.between(row.startedAt(), Instant.now()),
                meter.model(), meter.total());
        Scratch.delete(task.scratch());
    }

    /** Waits for the end of the output, and ends the agent when the watch says so. */
    private @Nullable Intervention await(CompletableFuture<Void> pumping, String handle, AgentWatch watch,
            ActiveRun active) {
        Intervention intervention = null;
        while (true) {
            try {
                pumping.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                return intervention;
            } catch (TimeoutException e) {
                if (active.detached()) {
                    pumping.cancel(true);
                    active.checkAttached();
                }
                if (intervention == null) {
                    intervention = watch.look();
                    if (intervention != null) {
                        runner.stop(handle, config.stopGrace());
                    }
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                pumping.cancel(true);
                throw new ActiveRun.Detached(active.id());
            }
        }
    }

    private ProcessEnd end(String handle, IterationTally tally, OutputPump pump, @Nullable Intervention intervention) {
        var status = runner.status(handle);
        var events = pump.end(status.exitCode());
        if (intervention != null) {
            // A result that was given before the server stepped in counts as if the agent had exited by itself.
            var outcome = intervention.outcome() == null ? tally.outcome(0) : intervention.outcome();
            return new ProcessEnd(tally, events, pump.committed(), status.exitCode(), outcome,
                    outcome == IterationOutcome.COMPLETED || outcome == IterationOutcome.WORKING ? null
                            : intervention.message());
        }
        return switch (status.phase()) {
            case EXITED -> new ProcessEnd(tally, events, pump.committed(), status.exitCode(),
                    tally.outcome(status.exitCode()), tally.complaint(status.exitCode()));
            case LOST, RUNNING -> ProcessEnd.lost(tally, pump.committed());
            case FENCED -> throw new RunFence.Lost(pump.fence());
        };
    }
}
