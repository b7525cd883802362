package dev.ringmaster.loop.work;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.journal.Journal;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.LoopConfig;
import dev.ringmaster.loop.Run;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.loop.work.AgentWatch.Intervention;
import dev.ringmaster.metrics.PriceBook;
import dev.ringmaster.metrics.WorkMeters;
import dev.ringmaster.metrics.pricing.SpendMeter;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.runner.RunnerException;
import dev.ringmaster.security.Redactor;

/**
 * One agent process: starts it, or takes up one that another server (or this one, before it died) has started, follows it
 * to its end and hands what it found to {@link IterationCloser}. Blocking: for workers.
 */
@ApplicationScoped
class IterationRunner {

    private static final Logger LOG = Logger.getLogger(IterationRunner.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Runner runner;
    private final Intake intake;
    private final Journal journal;
    private final IterationCloser workCloser;
    private final CondensingCloser condensingCloser;
    private final AgentStarter starter;
    private final Redactor redactor;
    private final PriceBook prices;
    private final BudgetGate budgets;
    private final WorkMeters meters;
    private final IterationTraces traces;
    private final LoopConfig config;

    IterationRunner(Runner runner, Intake intake, Journal journal,
            IterationCloser workCloser, CondensingCloser condensingCloser, AgentStarter starter, Redactor redactor,
            PriceBook prices, BudgetGate budgets, WorkMeters meters, IterationTraces traces, LoopConfig config) {
        this.runner = runner;
        this.intake = intake;
        this.journal = journal;
        this.workCloser = workCloser;
        this.condensingCloser = condensingCloser;
        this.starter = starter;
        this.redactor = redactor;
        this.prices = prices;
        this.budgets = budgets;
        this.meters = meters;
        this.traces = traces;
        this.config = config;
    }

    /** Starts the agent of an iteration whose row is there, and follows it to its end. */
    void start(Work work, Iteration row, Duration timeLeft, ActiveRun active) {
        var handle = runner.handleFor(name(work, row.number()));
        AgentTask task;
        try {
            task = starter.start(work, row, name(work, row.number()));
        } catch (RunnerException | IOException e) {
            LOG.warnf("agent.start failed run=%s iteration=%d: %s", work.run().id(), row.number(), e.getMessage());
            close(work, row, ProcessEnd.notStarted(new IterationTally(), String.valueOf(e.getMessage())), meter(work), active);
            return;
        }
        followAsFarAsPossible(work, row, handle, task, timeLeft, active);
    }

    /** Whether an agent that is started now runs in a sandbox. */
    boolean sandboxed(Work work) {
        return starter.sandboxed(work);
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
        var phase = handle == null ? Runner.Status.Phase.LOST : runner.status(handle).phase();
        // What was fenced off has never run and never will, and the run is ours now: there is nothing to follow.
        if (handle == null || phase == Runner.Status.Phase.FENCED) {
            close(work, row, ProcessEnd.lost(new IterationTally(), null), meter(work), active);
            return;
        }
        LOG.infof("agent.reattached run=%s iteration=%d state=%s", work.run().id(), row.number(), phase);
        followAsFarAsPossible(work, row, handle, starter.goingOn(work, row), timeLeft, active);
    }

    /** An agent whose output is gone may live, but nobody could tell any more what it does. */
    private void followAsFarAsPossible(Work work, Iteration row, String handle, AgentTask task, Duration timeLeft,
            ActiveRun active) {
        try {
            follow(work, row, handle, task, timeLeft, active);
        } catch (RunnerException e) {
            if (active.detached()) {
                // A server that lets go ends its readers, and never the agent.
                throw e;
            }
            LOG.warnf("agent.spool lost run=%s iteration=%d: %s", work.run().id(), row.number(), e.getMessage());
            runner.stop(handle, config.stopGrace());
            close(work, row, ProcessEnd.lost(new IterationTally(), null), meter(work), active);
        }
    }

    /** Ends the agent of an iteration whose run has ended. */
    void abandon(Iteration row) {
        var handle = row.trace().runnerHandle();
        if (handle != null) {
            runner.stop(handle, config.stopGrace());
        }
    }

    private void follow(Work work, Iteration row, String handle, AgentTask task, Duration timeLeft, ActiveRun active) {
        var tally = new IterationTally();
        var committed = new OutputPump.Committed(row.trace().stdoutOffset(), row.trace().stderrOffset());
        var meter = meter(work);
        var bell = new Semaphore(0);
        var pump = new OutputPump(intake, journal, work.fence(), row.number(), work.platform().parser(task), redactor,
                tally, meter, committed, bell::release);
        var watch = new AgentWatch(config, active, tally, pump, () -> runner.cpuTime(handle), timeLeft,
                new BudgetWatch(news -> budgets.standing(work, row.number(), news), tally, pump::billed, System::nanoTime));
        var intervention = await(pump.pump(runner, handle).subscribeAsCompletionStage(), bell, handle, watch, active);
        runner.stop(handle, Duration.ZERO);
        close(work, row, end(handle, tally, pump, intervention), meter, active);
        Scratch.delete(task.scratch());
    }

    private SpendMeter meter(Work work) {
        return prices.meter(work.run().model());
    }

    private void close(Work work, Iteration row, ProcessEnd end, SpendMeter meter, ActiveRun active) {
        var outcome = row.condensing() ? condensingCloser.close(work, row, end, active)
                : workCloser.close(work, row, end, active);
        meters.iterationEnded(work.run().platform(), outcome.name(), Duration.between(row.startedAt(), Instant.now()),
                meter.model(), meter.total());
        traces.ended(work, row, end.tally().sessionId(), outcome, meter);
    }

    /**
     * Waits for the end of the output, and ends the agent when the watch says so, which looks at each ring and now and then.
     */
    private @Nullable Intervention await(CompletableFuture<Void> pumping, Semaphore bell, String handle, AgentWatch watch,
            ActiveRun active) {
        Intervention intervention = null;
        pumping.whenComplete((done, failure) -> bell.release());
        try {
            while (!pumping.isDone()) {
                if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
                if (active.detached()) {
                    pumping.cancel(true);
                    active.checkAttached();
                }
                if (intervention == null && !pumping.isDone()) {
                    intervention = watch.look();
                    if (intervention != null) {
                        runner.stop(handle, config.stopGrace());
                    }
                }
            }
            pumping.get();
            return intervention;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pumping.cancel(true);
            throw new ActiveRun.Detached(active.id());
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
