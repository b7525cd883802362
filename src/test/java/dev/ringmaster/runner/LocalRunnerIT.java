package dev.ringmaster.runner;

import static dev.ringmaster.runner.RunnerFixture.isAlive;
import static dev.ringmaster.runner.RunnerFixture.kill;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.runner.Runner.Status;
import dev.ringmaster.runner.Runner.Status.Phase;

class LocalRunnerIT {

    private static final int SIGINT = 2;

    private Path directory;
    private RunnerFixture fixture;

    @BeforeEach
    void open(@TempDir Path given) {
        directory = given;
        fixture = new RunnerFixture(given);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({ "exit 0,0", "exit 3,3", "exit 255,255", "kill -TERM $$,143", "kill -KILL $$,137", "kill -INT $$,130",
            "kill -SEGV $$,139" })
    void theExitCodeIsKept(String script, int code) throws IOException {
        assumeTrue(code != 130 || !ignoresInterrupts(),
                "these tests were started in a way that makes all children ignore SIGINT");
        var handle = fixture.start(fixture.shell(script));

        assertThat(fixture.awaitEnd(handle)).isEqualTo(new Status(Phase.EXITED, code));
        assertThat(fixture.stderr(handle)).as("no remark of the shim").isEmpty();
    }

    /** As what a shell starts in the background does, and hands on; see signal(7) and the mask in proc_pid_status(5). */
    private static boolean ignoresInterrupts() throws IOException {
        var ignored = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("SigIgn:"))
                .findFirst().orElseThrow();
        return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) & 1 << SIGINT - 1) != 0;
    }

    @Test
    void argumentsArriveAsTheyAre() {
        var arguments = new String[] { "-n", "--", "a b", "", "it's", "\"q\"", "$HOME `id` \\", "line\nline\n", "*", "-e" };
        var argv = new ArrayList<>(List.of("sh", "-c", "for a; do printf '[%s]' \"$a\"; done", "sh"));
        argv.addAll(Arrays.asList(arguments));

        var handle = fixture.start(fixture.spec(argv.toArray(String[]::new)));

        assertThat(fixture.stdout(handle)).isEqualTo("[" + String.join("][", arguments) + "]");
    }

    @Test
    void aProgramNamedLikeAWordOfTheShellIsTheProgram() {
        assertThat(fixture.stdout(fixture.start(fixture.spec("test", "a", "=", "a")))).isEmpty();
        assertThat(fixture.stdout(fixture.start(fixture.spec("printf", "%s", "-x")))).isEqualTo("-x");
        assertThatThrownBy(() -> fixture.start(fixture.spec("exit", "3"))).isInstanceOf(RunnerException.class);
    }

    @Test
    void textBeyondAsciiArrivesOrIsRefused() {
        boolean unicode = Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode("ä€😀");
        var spec = fixture.spec("printf", "%s", "ä€😀");
        if (unicode) {
            assertThat(fixture.stdout(fixture.start(spec))).isEqualTo("ä€😀");
        } else {
            assertThatThrownBy(() -> fixture.start(spec)).isInstanceOf(RunnerException.class)
                    .hasMessageContaining("LC_ALL=C.UTF-8");
        }
    }

    @Test
    void theEnvironmentIsTheGivenOneAndTheMarker() {
        assertThat(System.getenv()).as("the server has more").hasSizeGreaterThan(3);
        var spec = new ProcessSpec("run-env", "guard-env", 7, directory, List.of("env"),
                Map.of("PATH", "/usr/bin:/bin", "MINE", "a b\nc=d", "EMPTY", ""), Map.of(), "");

        var variables = fixture.stdout(fixture.start(spec));

        // The shell in between sets PWD, and some shells count their depth.
        assertThat(variables.lines().filter(line -> !line.startsWith("SHLVL="))).containsExactlyInAnyOrder("PATH=/usr/bin:/bin",
                "MINE=a b", "c=d", "EMPTY=",
                "PWD=" + directory, "RINGMASTER_RUN=run-env", "RINGMASTER_GUARD=guard-env", "RINGMASTER_EPOCH=7",
                "RINGMASTER_SPOOL=" + fixture.spool);
    }

    @Test
    void standardInputIsGivenWholeAndThenEnds() {
        var spec = new ProcessSpec("run-stdin", "guard-stdin", 1, directory, List.of("cat"), Map.of(), Map.of(),
                "first\nlast without end");

        assertThat(fixture.stdout(fixture.start(spec))).isEqualTo("first\nlast without end");
        assertThat(fixture.stdout(fixture.start(fixture.spec("cat")))).isEmpty();
    }

    @Test
    void theProcessInheritsNoDescriptorOfTheShim() {
        // The fourth is that of ls itself.
        var listed = fixture.stdout(fixture.start(fixture.spec("ls", "/proc/self/fd")));

        assertThat(listed.lines()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void theProcessLeadsNoSessionOfOursAndIgnoresNoSignal() {
        var status = fixture.stdout(fixture.start(fixture.spec("cat", "/proc/self/stat", "/proc/self/status")));
        var stat = requireNonNull(ProcessStat.parse(status.substring(0, status.indexOf('\n') + 1)));
        var server = requireNonNull(ProcessStat.read(ProcessHandle.current().pid()));

        assertThat(stat.session()).isNotEqualTo(server.session());
        assertThat(status).containsPattern("SigCgt:\\s0{16}");
    }

    @Test
    void filesAreWrittenFirstAndPrivately() throws Exception {
        var outside = Files.writeString(directory.resolve("outside"), "untouched");
        Files.createSymbolicLink(directory.resolve("link"), outside);
        var absolute = directory.resolve("deep/er/config.json");
        var spec = new ProcessSpec("run-files", "guard-files", 1, directory, List.of("cat", "link", "deep/er/config.json"),
                Map.of(), Map.of(Path.of("link"), "one ", absolute, "two"), "");

        assertThat(fixture.stdout(fixture.start(spec))).isEqualTo("one two");
        assertThat(outside).hasContent("untouched");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(absolute))).isEqualTo("rw-------");
    }

    @Test
    void aFileMayNotLeaveTheWorkingDirectoryThroughALink(@TempDir Path elsewhere) throws Exception {
        Files.createSymbolicLink(directory.resolve("out"), elsewhere);
        var spec = new ProcessSpec("run-out", "guard-out", 1, directory, List.of("true"), Map.of(),
                Map.of(Path.of("out/file"), "x"), "");

        assertThatThrownBy(() -> fixture.start(spec)).isInstanceOf(RunnerException.class).hasMessageContaining("out/file");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(fixture.runner.status(fixture.runner.handleFor(spec.name())).phase()).isEqualTo(Phase.LOST);
    }

    @Test
    void theSpoolIsPrivate() throws Exception {
        var handle = fixture.start(fixture.spec("true"));
        fixture.awaitEnd(handle);

        try (var paths = Files.walk(fixture.spool)) {
            for (var path : paths.filter(path -> !path.endsWith("lock")).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void whatCannotStartIsRefusedWithAReason() {
        assertThatThrownBy(() -> fixture.start(fixture.spec("no-such-agent"))).isInstanceOf(RunnerException.class)
                .hasMessageContaining("no-such-agent").hasMessageContaining("/usr/bin");
        assertThatThrownBy(() -> fixture.start(fixture.spec("/etc/passwd"))).isInstanceOf(RunnerException.class)
                .hasMessageContaining("/etc/passwd");
        assertThatThrownBy(() -> fixture.start(fixture.spec("echo", "x".repeat(200_000))))
                .isInstanceOf(RunnerException.class).hasMessageContaining("128 KiB");
        assertThatThrownBy(() -> fixture.start(fixture.spec("echo", "a\0b"))).isInstanceOf(RunnerException.class)
                .hasMessageContaining("NUL");
        assertThatThrownBy(() -> fixture.runner.start(new ProcessSpec("n", "g", 1, directory.resolve("gone"),
                List.of("true"), Map.of(), Map.of(), ""))).isInstanceOf(RunnerException.class).hasMessageContaining("gone");
    }

    @Test
    void aScriptWithoutItsInterpreterExits127AndSaysSo() throws Exception {
        var script = Files.writeString(directory.resolve("agent"), "#!/no/such/interpreter\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

        var handle = fixture.start(fixture.spec("./agent"));

        assertThat(fixture.awaitEnd(handle)).isEqualTo(new Status(Phase.EXITED, 127));
        assertThat(fixture.stderr(handle)).contains("agent").contains("not found");
    }

    @Test
    void aNameIsUsedOnce() {
        var spec = fixture.spec("true");
        fixture.awaitEnd(fixture.start(spec));

        assertThatThrownBy(() -> fixture.start(spec)).isInstanceOf(RunnerException.class).hasMessageContaining(spec.name());
    }

    @Test
    void handlesThatAreNotKnownAreLost() {
        for (var handle : List.of("local:never", "local:../..", "kubernetes:x", "", "local:")) {
            assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.LOST, 0));
        }
    }

    @Test
    void aProcessIsLostWhenItsShimWasKilledAndItIsGone() {
        var handle = fixture.start(fixture.spec("sleep", "1000"));
        long agent = fixture.awaitAgent(handle);

        long shim = fixture.awaitShim(handle);
        kill(shim);
        await().until(() -> !isAlive(shim));
        assertThat(fixture.runner.status(handle).phase()).as("the agent itself still works").isEqualTo(Phase.RUNNING);

        kill(agent);
        assertThat(fixture.awaitEnd(handle)).isEqualTo(new Status(Phase.LOST, 0));
        assertThat(fixture.slices(handle, 0, 0)).isEmpty();
    }

    @Test
    void aKilledAgentHasExited() {
        var handle = fixture.start(fixture.spec("sleep", "1000"));
        kill(fixture.awaitAgent(handle));

        assertThat(fixture.awaitEnd(handle)).isEqualTo(new Status(Phase.EXITED, 137));
    }

    @Test
    void aSignalToTheGroupDoesNotCostTheExitCode() throws Exception {
        var handle = fixture.start(fixture.shell("trap 'exit 9' TERM; echo up; while :; do sleep 0.05; done"));
        fixture.awaitAgent(handle);
        await().until(() -> Files.size(fixture.run(handle).stdout()) > 0);

        new ProcessBuilder("kill", "-TERM", "--", "-" + fixture.awaitShim(handle)).start().waitFor();

        assertThat(fixture.awaitEnd(handle)).isEqualTo(new Status(Phase.EXITED, 9));
    }

    @Test
    void aFullDiskCostsOutputButNotTheExitCode() throws Exception {
        var mounted = Files.createDirectory(directory.resolve("small"));
        assumeTrue(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=256k", "none", mounted.toString())
                .redirectErrorStream(true).start().waitFor() == 0, "needs the right to mount a tmpfs: run it as root");
        try (var small = new RunnerFixture(directory, mounted.resolve("spool"))) {
            var handle = small.start(small.shell("trap '' PIPE; yes | head -c 1000000; rc=$?; sleep 0.1; exit 42"));

            assertThat(small.awaitEnd(handle)).isEqualTo(new Status(Phase.EXITED, 42));
            assertThat(small.stdout(handle)).hasSizeBetween(50_000, 256 * 1024).startsWith("y\ny\n");
            assertThatThrownBy(() -> {
                for (int i = 0; i < 10; i++) {
                    small.awaitEnd(small.start(small.shell("yes")));
                }
            }).isInstanceOf(RunnerException.class).hasMessageContaining("free space");
        } finally {
            assertThat(new ProcessBuilder("umount", mounted.toString()).start().waitFor()).isZero();
        }
    }

    @Test
    void theSpoolOfAnEndedProcessCanBeDiscarded() {
        var running = fixture.start(fixture.spec("sleep", "1000"));
        var ended = fixture.start(fixture.spec("true"));
        fixture.awaitEnd(ended);

        fixture.runner.discard(ended);

        assertThat(fixture.run(ended).path()).doesNotExist();
        assertThatThrownBy(() -> fixture.runner.discard(running)).isInstanceOf(RunnerException.class);
        assertThat(fixture.runner.status(running).phase()).isEqualTo(Phase.RUNNING);
    }
}
