package dev.ringmaster.runner;

import static dev.ringmaster.runner.RunnerFixture.isAlive;
import static dev.ringmaster.runner.RunnerFixture.kill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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

/** Bubblewrap around a process: what it cannot reach, and that the runner does with it all that it does without. */
class SandboxIT {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private Path root;
    private Path work;
    private Path secret;
    private RunnerFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        root = directory.toRealPath();
        work = Files.createDirectory(root.resolve("work"));
        var home = Files.createDirectory(root.resolve("home"));
        secret = Files.writeString(home.resolve("token"), "the-secret\n");
        var sandbox = Sandbox.find(new MachineAccess(List.of(home), List.of(), List.of()));
        assumeTrue(sandbox.isolation().active(), sandbox.isolation().message());
        fixture = new RunnerFixture(work, home.resolve("spool"), sandbox);
    }

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private static Confinement confinement(List<Path> writable, boolean network) {
        return new Confinement(writable, List.of(), List.of(), List.of(), network, true);
    }

    private ProcessSpec confined(ProcessSpec spec, Confinement confinement) {
        return new ProcessSpec(spec.name(), spec.guard(), spec.epoch(), spec.workingDirectory(), spec.argv(),
                spec.environment(), spec.files(), spec.stdin(), confinement);
    }

    private ProcessSpec shell(String script) {
        return confined(fixture.shell(script), confinement(List.of(work), true));
    }

    private String says(ProcessSpec spec) {
        var handle = fixture.start(spec);
        fixture.awaitEnd(handle);
        return fixture.stdout(handle) + fixture.stderr(handle);
    }

    @Test
    void itSeesAndChangesOnlyWhatIsItsOwn() throws IOException {
        var other = Files.writeString(Files.createDirectory(root.resolve("other-worktree")).resolve("file"), "theirs");

        var said = says(shell("""
                cat %1$s; ls -A %2$s; cat %3$s; ls -A ~root /home /run/user
                echo mine >own.txt && cat own.txt
                touch /etc/written /usr/written %2$s/written; echo "left: $?"
                cat /proc/self/status | grep -E 'NoNewPrivs|CapEff'
                """.formatted(secret, secret.getParent(), other)));

        assertThat(said).contains("mine", "left: 1", "NoNewPrivs:\t1")
                // Root keeps CAP_SETFCAP within its own namespace, without which Codex could not make one for its own sandbox.
                .containsPattern("CapEff:\t00000000[08]0000000")
                .doesNotContain("the-secret", "theirs", "spool", ".cache", "systemd");
        assertThat(work.resolve("own.txt")).hasContent("mine");
        assertThat(secret.resolveSibling("written")).doesNotExist();
        assertThat(Path.of("/etc/written")).doesNotExist();
    }

    @Test
    void itSeesNoOtherProcessAndCanSignalNone() throws Exception {
        var bystander = new ProcessBuilder("sleep", "1000").start();
        try {
            var said = says(shell("for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline; echo; done; kill -9 %d || echo refused"
                    .formatted(bystander.pid())));

            assertThat(said).contains("bwrap").contains("refused").doesNotContain("java", "surefire", "sleep 1000");
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void theLongerPathCountsWhateverItSays() throws IOException {
        var repository = Files.createDirectories(root.resolve("repository"));
        var git = Files.createDirectories(repository.resolve(".git/objects/info"));
        Files.writeString(repository.resolve(".env"), "PASSWORD=of-the-owner");
        Files.writeString(repository.resolve(".git/config"), "settings\n");
        var objects = repository.resolve(".git/objects");
        var confinement = new Confinement(List.of(work, objects), List.of(repository.resolve(".git")), List.of(git),
                List.of(repository), true, true);

        var said = says(confined(fixture.shell("""
                cat %1$s/.env %1$s/.git/config
                touch %1$s/.git/objects/new && echo objects-written
                touch %1$s/.git/hooks %1$s/.git/objects/info/alternates || echo rest-refused
                """.formatted(repository)), confinement));

        assertThat(said).contains("settings", "objects-written", "rest-refused").doesNotContain("of-the-owner");
        assertThat(objects.resolve("new")).exists();
        assertThat(git.resolve("alternates")).doesNotExist();
    }

    @Test
    void programsThatAreInstalledAmongPrivateFilesAreThere() throws IOException {
        var modules = Files.createDirectories(root.resolve("home/npm/lib/node_modules"));
        Files.createDirectories(root.resolve("home/npm/bin"));
        script(Files.createDirectories(modules.resolve("tool")).resolve("run"),
                "#!/bin/sh\ncat \"$(dirname \"$(readlink -f \"$0\")\")/data\"\n");
        Files.writeString(modules.resolve("tool/data"), "from-the-package");
        var link = Files.createSymbolicLink(root.resolve("home/npm/bin/tool"), Path.of("../lib/node_modules/tool/run"));
        var venv = Files.createDirectories(root.resolve("home/venv/bin"));
        Files.createSymbolicLink(venv.resolve("interpreter"), Path.of("/bin/sh"));
        script(venv.resolve("snake"), "#!" + venv.resolve("interpreter") + "\necho from-the-venv\n");

        assertThat(says(confined(fixture.spec(link.toString()), confinement(List.of(work), true))))
                .isEqualTo("from-the-package");
        var spec = fixture.spec("sh", "-c", "snake; cat " + secret);
        var withPath = new ProcessSpec(spec.name(), spec.guard(), 1, work, spec.argv(),
                Map.of("PATH", venv + ":/usr/bin:/bin"), Map.of(), "", confinement(List.of(work), true));
        assertThat(says(withPath)).contains("from-the-venv").doesNotContain("the-secret");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @CsvSource({ "true,reached", "false,refused" })
    void itsNetworkIsOpenOrClosed(boolean network, String outcome) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var script = "(exec 3<>/dev/tcp/127.0.0.1/%d) 2>/dev/null && echo reached || echo refused"
                    .formatted(server.getLocalPort());

            assertThat(says(confined(fixture.spec("bash", "-c", script), confinement(List.of(work), network))))
                    .contains(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({ "exit 0,0", "exit 3,3", "exit 255,255", "kill -TERM $$,143", "kill -KILL $$,137", "kill -SEGV $$,139" })
    void theExitCodeIsKept(String script, int code) {
        var handle = fixture.start(shell(script));

        assertThat(fixture.awaitEnd(handle)).isEqualTo(new Status(Phase.EXITED, code));
        assertThat(fixture.stderr(handle)).isEmpty();
    }

    @Test
    void anAgentThatListensEndsItselfAndIsNotKilled() {
        var handle = fixture.start(shell("trap 'echo bye; exit 7' TERM; echo $$ >up; while :; do sleep 0.02; done"));
        fixture.awaitPid("up");

        var report = fixture.runner.stop(handle, GRACE);

        assertThat(report.survivors()).isEmpty();
        assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.EXITED, 7));
        assertThat(fixture.stdout(handle)).isEqualTo("bye\n");
    }

    @Test
    void nothingOfATreeIsLeftWhateverItDoesToGetAway() {
        var handle = fixture.start(shell("""
                setsid sh -c 'trap "" TERM; echo $$ >deaf; while :; do sleep 0.1; done' &
                env -i setsid /bin/sh -c '(echo $$ >cleared; exec /bin/sleep 7771004) & exit' &
                trap '' TERM INT
                echo $$ >agent
                while :; do sleep 0.1; done
                """));
        List.of("deaf", "cleared", "agent").forEach(fixture::awaitPid);

        var report = fixture.runner.stop(handle, Duration.ofSeconds(1));

        assertThat(report.survivors()).isEmpty();
        assertThat(fixture.runner.orphans().scan()).isEmpty();
        assertThat(ProcessHandle.allProcesses().map(ProcessHandle::info).map(info -> info.commandLine().orElse("")))
                .noneMatch(line -> line.contains("7771004"));
        assertThat(fixture.runner.status(handle).exitCode()).isEqualTo(137);
    }

    @Test
    void whatAnAgentLeavesBehindEndsWithIt() {
        var handle = fixture.start(shell("setsid sh -c 'echo $$ >left; exec sleep 1000' & sleep 0.2; exit 4"));

        assertThat(fixture.awaitEnd(handle)).isEqualTo(new Status(Phase.EXITED, 4));
        await().atMost(RunnerFixture.PATIENCE).until(() -> fixture.runner.orphans().scan().isEmpty());
    }

    @Test
    void itDiesWithItsShim() {
        var handle = fixture.start(shell("echo $$ >up; exec sleep 1000"));
        fixture.awaitPid("up");
        long agent = fixture.awaitAgent(handle);

        kill(fixture.awaitShim(handle));

        await().atMost(RunnerFixture.PATIENCE).until(() -> !isAlive(agent) && fixture.runner.orphans().scan().isEmpty());
        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.LOST);
    }

    @Test
    void anotherServerGoesOnWithIt() {
        var handle = fixture.start(shell("echo one; while ! [ -e go ]; do sleep 0.02; done; echo two"));
        try (var next = fixture.another(ProcessBuilder::start)) {
            assertThat(next.status(handle).phase()).isEqualTo(Phase.RUNNING);
            assertThat(next.living()).isNotEmpty().allMatch(one -> one.handle().equals(handle));
            fixture.start(confined(fixture.guarded("helper", 1, "touch", "go"), confinement(List.of(work), true)));

            assertThat(RunnerFixture.text(next.output(handle, 0, 0).collect().asList().await()
                    .atMost(RunnerFixture.PATIENCE), Runner.Stream.STDOUT)).isEqualTo("one\ntwo\n");
            assertThat(next.status(handle)).isEqualTo(new Status(Phase.EXITED, 0));
        }
    }

    @Test
    void itsCpuTimeIsCounted() {
        var handle = fixture.start(shell("while :; do :; done"));

        await().atMost(RunnerFixture.PATIENCE)
                .until(() -> fixture.runner.cpuTime(handle).compareTo(Duration.ofMillis(300)) > 0);
        fixture.runner.stop(handle, Duration.ZERO);
    }

    @Test
    void withoutASandboxWhatMustBeConfinedIsNotStartedAndTheRestIs() {
        try (var bare = new RunnerFixture(work, root.resolve("home/spool2"), Sandbox.none("There is none."))) {
            assertThatThrownBy(() -> bare.runner.start(shell("true"))).isInstanceOf(RunnerException.class)
                    .hasMessageContaining("There is none.").hasMessageContaining("ringmaster.sandbox.mode");
            var lenient = new Confinement(List.of(work), List.of(), List.of(), List.of(), true, false);
            var handle = bare.start(confined(bare.shell("cat " + secret), lenient));

            assertThat(bare.stdout(handle)).isEqualTo("the-secret\n");
            assertThat(bare.runner.isolation().active()).isFalse();
        }
    }
}
