package dev.ringmaster.runner;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import dev.ringmaster.runner.Runner.Slice;
import dev.ringmaster.runner.Runner.Status;
import dev.ringmaster.runner.Runner.Status.Phase;
import dev.ringmaster.runner.Runner.Stream;

/** A spool and a runner in a test's directory; closing it ends every process that was started through the spool. */
final class RunnerFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8");

    final Path directory;
    final Path spool;
    final LocalRunner runner;

    private final Sandbox sandbox;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger count = new AtomicInteger();

    RunnerFixture(Path directory) {
        this(directory, directory.resolve("spool"));
    }

    RunnerFixture(Path directory, Path spool) {
        this(directory, spool, Sandbox.none("none in this test"));
    }

    RunnerFixture(Path directory, Path spool, Sandbox sandbox) {
        this.directory = directory;
        this.spool = spool;
        this.sandbox = sandbox;
        this.runner = new LocalRunner(spool, scheduler, sandbox);
    }

    /** Another server over the same spool. */
    LocalRunner another(Launcher.Spawner spawner) {
        return new LocalRunner(spool, scheduler, sandbox, spawner);
    }

    ProcessSpec shell(String script) {
        return spec("sh", "-c", script);
    }

    ProcessSpec spec(String... argv) {
        int n = count.incrementAndGet();
        return guarded("guard-" + n, 1, argv);
    }

    ProcessSpec guarded(String guard, long epoch, String... argv) {
        return new ProcessSpec("run-" + count.incrementAndGet() + "-e" + epoch, guard, epoch, directory, List.of(argv),
                ENVIRONMENT, Map.of(), "");
    }

    String start(ProcessSpec spec) {
        runner.start(spec);
        return runner.handleFor(spec.name());
    }

    Status awaitEnd(String handle) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> runner.status(handle).phase() != Phase.RUNNING);
        return runner.status(handle);
    }

    String stdout(String handle) {
        return text(slices(handle, 0, 0), Stream.STDOUT);
    }

    String stderr(String handle) {
        return text(slices(handle, 0, 0), Stream.STDERR);
    }

    List<Slice> slices(String handle, long stdoutOffset, long stderrOffset) {
        return runner.output(handle, stdoutOffset, stderrOffset).collect().asList().await().atMost(PATIENCE);
    }

    static String text(List<Slice> slices, Stream stream) {
        var bytes = new ByteArrayOutputStream();
        slices.stream().filter(slice -> slice.stream() == stream).forEach(slice -> bytes.writeBytes(slice.bytes()));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    RunDirectory run(String handle) {
        return new RunDirectory(spool.resolve("runs").resolve(handle.substring(handle.indexOf(':') + 1)));
    }

    /** The pid that a process of the test wrote into a file in the test's directory. */
    long awaitPid(String file) {
        var path = directory.resolve(file);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(path)
                && Files.readString(path).endsWith("\n"));
        try {
            return Long.parseLong(Files.readString(path).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    long awaitAgent(String handle) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> run(handle).agent() != null);
        return requireNonNull(run(handle).agent()).pid();
    }

    long awaitShim(String handle) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> run(handle).shim() != null);
        return requireNonNull(run(handle).shim()).pid();
    }

    static boolean isAlive(long pid) {
        ProcessStat stat = ProcessStat.read(pid);
        return stat != null && !stat.isZombie();
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        runner.orphans().scan().stream().map(OrphanScan.Marked::name).distinct()
                .forEach(name -> runner.stop("local:" + name, Duration.ZERO));
        // A shim lives for a moment after it has told the exit code.
        await("nothing left behind").atMost(PATIENCE).until(() -> runner.orphans().scan(), List::isEmpty);
        runner.close();
        scheduler.shutdownNow();
    }
}
