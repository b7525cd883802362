package dev.ringmaster.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.CodingPlatform;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.runner.Confinement;
import dev.ringmaster.runner.EnvironmentPolicy;
import dev.ringmaster.runner.LineFramer;
import dev.ringmaster.runner.LocalRunner;
import dev.ringmaster.runner.ProcessSpec;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.runner.Sandbox;

/**
 * A real agent CLI in a directory of a test, launched as its platform says and run by the real runner, without a server;
 * its model is scripted. Closing it ends everything that was started.
 */
public final class AgentLab implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final Duration SILENCE = Duration.ofSeconds(4);

    public final ModelServer model = ModelServer.start();
    public final Path worktree;
    public final LocalRunner runner;

    private final RealAgent agent;
    private final Path directory;
    private final CodingPlatform platform;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<String> handles = new ArrayList<>();

    public AgentLab(RealAgent agent, Path directory) throws IOException, InterruptedException {
        this(agent, directory, Sandbox.none("none in this test"));
    }

    /** @param sandbox what the agent is put in; its worktree is a whole repository there */
    public AgentLab(RealAgent agent, Path directory, Sandbox sandbox) throws IOException, InterruptedException {
        this.agent = agent;
        this.directory = directory.toRealPath();
        this.worktree = Files.createDirectories(this.directory.resolve("worktree"));
        this.platform = agent.codingPlatform(configDir());
        this.runner = new LocalRunner(this.directory.resolve("spool"), scheduler, sandbox);
        GitRepository.create(worktree, "main");
        agent.prepare(configDir(), model.baseUrl());
    }

    private Path configDir() {
        return directory.resolve("config");
    }

    /** A process of the agent. */
    public record Running(AgentTask task, String handle) {
    }

    /**
     * How a process of the agent ended, as the loop would see it.
     *
     * @param waits it met a limit and waited for its end in silence, until the loop's patience was over
     */
    public record Ended(List<AgentEvent> events, IterationTally tally, Runner.Status status, boolean waits) {

        public IterationOutcome outcome() {
            return waits ? IterationOutcome.RATE_LIMITED : tally.outcome(status.exitCode());
        }

        public @Nullable String complaint() {
            return tally.complaint(status.exitCode());
        }

        public String session() {
            return String.valueOf(tally.sessionId());
        }
    }

    /** A task that may read, not write. */
    public AgentTask planning(String prompt) {
        var task = task(prompt, null, Map.of());
        return new AgentTask(task.prompt(), task.worktree(), task.scratch(), task.configDir(), task.environment(),
                task.model(), null, Usage.NONE, true);
    }

    public AgentTask task(String prompt, @Nullable String session, Map<String, String> environment) {
        var all = new HashMap<>(agent.environment(model.baseUrl()));
        all.putAll(environment);
        return new AgentTask(prompt, worktree, directory.resolve("scratch-" + handles.size()), configDir(), all,
                agent.model(), session, Usage.NONE, false);
    }

    public Running start(AgentTask task) throws IOException {
        return start(task, List.of());
    }

    private Running start(AgentTask task, List<String> more) throws IOException {
        Files.createDirectories(task.scratch());
        var home = Files.createDirectories(directory.resolve("home"));
        var launch = platform.launch(task);
        var environment = new HashMap<>(EnvironmentPolicy.base(System.getenv(), home, task.scratch()));
        environment.putAll(launch.environment());
        var argv = new ArrayList<>(launch.argv());
        argv.addAll(more);
        var spec = new ProcessSpec("run-" + handles.size(), "guard", 1, task.worktree(), argv, environment,
                launch.files(), launch.stdin(),
                new Confinement(List.of(task.worktree(), task.scratch(), task.configDir(), home), List.of(), List.of(),
                        List.of(), true, false));
        runner.start(spec);
        handles.add("local:" + spec.name());
        return new Running(task, handles.getLast());
    }

    public Ended await(Running running) {
        var slices = new CopyOnWriteArrayList<Runner.Slice>();
        var reading = runner.output(running.handle(), 0, 0).invoke(slices::add).collect().last()
                .subscribeAsCompletionStage();
        boolean waits = waitsForLimit(running, slices, reading);
        runner.stop(running.handle(), Duration.ZERO);
        var status = runner.status(running.handle());
        var parser = platform.parser(running.task());
        var events = parse(slices, parser);
        events.addAll(parser.end(status.exitCode()));
        return new Ended(List.copyOf(events), tally(events), status, waits);
    }

    /** Returns when the agent has ended, or when it has said that it met a limit and then said nothing for a while. */
    private boolean waitsForLimit(Running running, List<Runner.Slice> slices, CompletableFuture<?> reading) {
        int seen = 0;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                reading.get(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
                return false;
            } catch (TimeoutException goesOn) {
                if (seen == slices.size() && tally(parse(slices, platform.parser(running.task()))).waitsForLimit()) {
                    return true;
                }
                seen = slices.size();
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("the agent does not end; it printed " + parse(slices, platform.parser(running.task())));
    }

    private static IterationTally tally(List<AgentEvent> events) {
        var tally = new IterationTally();
        events.forEach(tally::accept);
        return tally;
    }

    private static List<AgentEvent> parse(List<Runner.Slice> slices, AgentEventParser parser) {
        var events = new ArrayList<AgentEvent>();
        feed(slices, Runner.Stream.STDOUT, parser, events);
        feed(slices, Runner.Stream.STDERR, parser, events);
        return events;
    }

    private static void feed(List<Runner.Slice> slices, Runner.Stream stream, AgentEventParser parser,
            List<AgentEvent> events) {
        var framer = new LineFramer(0);
        var lines = new ArrayList<LineFramer.Line>();
        slices.stream().filter(slice -> slice.stream() == stream)
                .forEach(slice -> lines.addAll(framer.feed(slice.offset(), slice.bytes())));
        var rest = framer.flush();
        if (rest != null) {
            lines.add(rest);
        }
        lines.forEach(line -> events.addAll(
                stream == Runner.Stream.STDOUT ? parser.stdout(line.text()) : parser.stderr(line.text())));
    }

    /**
     * Scripts that the agent runs a command and then hears this answer. Aider, which runs none for its model, runs it as its
     * user's test of what it has edited.
     */
    public void willRun(String command, ModelReply.Turn then) throws IOException {
        if (agent.hasTools()) {
            model.then(ModelReply.bash(command), then);
            return;
        }
        Files.writeString(configDir().resolve(".aider.conf.yml"),
                "auto-test: true\ntest-cmd: " + JsonNodeFactory.instance.textNode(command) + "\n");
        model.then(ModelReply.write(worktree.resolve("tested.txt").toString(), "tested\n").and(then));
    }

    /** Waits until the agent has written these words to its own files: until then a killed one does not remember them. */
    public void awaitRemembered(String words) {
        Awaitility.await("the agent's own record of: " + words).atMost(PATIENCE).pollInterval(Duration.ofMillis(50))
                .until(() -> remembers(words));
    }

    private boolean remembers(String words) throws IOException {
        // Databases too hold texts as they are.
        try (var files = Files.find(configDir(), Integer.MAX_VALUE, (path, attributes) -> attributes.isRegularFile())) {
            return files.anyMatch(file -> content(file).contains(words));
        } catch (UncheckedIOException changedMeanwhile) {
            return false;
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Runs the agent to its end. */
    public Ended run(AgentTask task) throws IOException {
        return await(start(task));
    }

    public Ended run(String prompt) throws IOException {
        return run(task(prompt, null, Map.of()));
    }

    /** Runs the agent, which may ask the model once by a limit of its own. */
    public Ended runWithOneTurn(String prompt) throws IOException {
        var task = task(prompt, null, Map.of());
        if (agent == RealAgent.CLAUDE) {
            return await(start(task, List.of("--max-turns", "1")));
        }
        var settings = Files.createDirectories(configDir().resolve(".gemini")).resolve("settings.json");
        Files.writeString(settings, """
                {"model":{"maxSessionTurns":1},"security":{"auth":{"selectedType":"gemini-api-key"}}}""");
        return run(task);
    }

    /** The command lines of all that lives of what was started here, but for shims that have yet to exit. */
    public List<String> commands() {
        return runner.orphans().scan().stream().map(marked -> commandLine(marked.pid())).filter(line -> !line.isEmpty())
                .filter(line -> !isShim(line)).toList();
    }

    /** Ends the agent as the system does when memory runs out, but not the shim that tells how it ended. */
    public void kill(Running running) {
        runner.orphans().scan().stream().filter(marked -> running.handle().endsWith(marked.name()))
                .filter(marked -> !isShim(commandLine(marked.pid())))
                .forEach(marked -> ProcessHandle.of(marked.pid()).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static boolean isShim(String commandLine) {
        return commandLine.contains("/shim");
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline")).replace('\0', ' ').strip();
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public void close() {
        model.close();
        handles.forEach(handle -> runner.stop(handle, Duration.ZERO));
        var left = commands();
        runner.close();
        scheduler.shutdownNow();
        assertThat(left).as("processes left behind").isEmpty();
    }
}
