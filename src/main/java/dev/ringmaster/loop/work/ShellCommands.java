package dev.ringmaster.loop.work;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.ringmaster.runner.ProcessSpec;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.runner.RunnerException;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.workspace.Workspace;

/**
 * Runs a project's own commands (checks, setup) in a card's worktree, by the same runner and under the same guard as its
 * agents, so that they are stopped, fenced and bounded the same way. Blocking: for workers.
 */
@ApplicationScoped
public class ShellCommands {

    private static final Logger LOG = Logger.getLogger(ShellCommands.class);
    private static final int TAIL_BYTES = 32 * 1024;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Runner runner;
    private final AgentEnvironment environment;
    private final Confinements confinements;
    private final Redactor redactor;
    private final Path scratchRoot;

    ShellCommands(Runner runner, AgentEnvironment environment, Confinements confinements, Redactor redactor,
            RingmasterConfig home) {
        this.runner = runner;
        this.environment = environment;
        this.confinements = confinements;
        this.redactor = redactor;
        this.scratchRoot = Scratch.root(home);
    }

    /** @param name unique for ever: names the spool */
    public record Command(String name, String guard, long epoch, Workspace workspace, String line, Duration limit) {
    }

    /**
     * @param tail the last 32 KiB of standard output and error together, redacted
     * @param problem why there is no exit code of its own: timed out, interrupted, could not start; else empty
     */
    public record Result(int exitCode, String tail, String problem, Duration took) {

        public boolean passed() {
            return exitCode == 0 && problem.isEmpty();
        }

        /** How it ended, in a few words. */
        public String describe() {
            return problem.isEmpty() ? "exit code " + exitCode : problem;
        }
    }

    /** @param unwanted asked every 200 ms; true ends the command */
    public Result run(Command command, BooleanSupplier unwanted) {
        var scratch = scratchRoot.resolve(command.name());
        try {
            Files.createDirectories(scratch);
            Files.createDirectories(environment.homeOfCommands());
            runner.start(spec(command, scratch));
            return follow(command, unwanted);
        } catch (RunnerException | IOException e) {
            return new Result(-1, "", String.valueOf(e.getMessage()), Duration.ZERO);
        } finally {
            discard(runner.handleFor(command.name()));
            Scratch.delete(scratch);
        }
    }

    private ProcessSpec spec(Command command, Path scratch) {
        return new ProcessSpec(command.name(), command.guard(), command.epoch(), command.workspace().path(),
                List.of("/bin/sh", "-c", command.line()), environment.forCommands(scratch), Map.of(), "",
                confinements.ofCommand(command.workspace(), scratch));
    }

    private Result follow(Command command, BooleanSupplier unwanted) {
        var started = System.nanoTime();
        var handle = runner.handleFor(command.name());
        var tail = new Tail();
        var reading = runner.output(handle, 0, 0).invoke(slice -> tail.add(slice.bytes())).collect().last()
                .subscribeAsCompletionStage();
        var problem = await(command, handle, reading, unwanted);
        var status = runner.status(handle);
        runner.stop(handle, Duration.ZERO);
        return new Result(status.phase() == Runner.Status.Phase.EXITED ? status.exitCode() : -1,
                redactor.redact(tail.text()), problem, Duration.ofNanos(System.nanoTime() - started));
    }

    /** All that matters of its output is in the result. What cannot be deleted now is tidied up with what is old. */
    private void discard(String handle) {
        try {
            runner.discard(handle);
        } catch (RunnerException | UncheckedIOException e) {
            LOG.warnf("command.output kept handle=%s: %s", handle, e.getMessage());
        }
    }

    private String await(Command command, String handle, CompletableFuture<?> reading, BooleanSupplier unwanted) {
        var deadline = System.nanoTime() + command.limit().toNanos();
        var problem = "";
        while (true) {
            try {
                reading.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                return problem;
            } catch (TimeoutException e) {
                if (problem.isEmpty()) {
                    problem = unwanted.getAsBoolean() ? "interrupted"
                            : System.nanoTime() > deadline ? "not finished after " + command.limit().toSeconds() + " s" : "";
                    if (!problem.isEmpty()) {
                        runner.stop(handle, GRACE);
                    }
                }
            } catch (ExecutionException e) {
                return "its output could not be read: " + e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                runner.stop(handle, GRACE);
                return "interrupted";
            }
        }
    }

    /** Keeps the end of what it is given. Written by one thread, read after it has finished. */
    private static final class Tail {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean cut;

        synchronized void add(byte[] more) {
            bytes.writeBytes(more);
            if (bytes.size() > 4 * TAIL_BYTES) {
                shrink();
            }
        }

        private void shrink() {
            var all = bytes.toByteArray();
            bytes.reset();
            bytes.write(all, all.length - TAIL_BYTES, TAIL_BYTES);
            cut = true;
        }

        synchronized String text() {
            if (bytes.size() > TAIL_BYTES) {
                shrink();
            }
            return (cut ? "[…]\n" : "") + bytes.toString(StandardCharsets.UTF_8).replace("\0", "");
        }
    }
}
