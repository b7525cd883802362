package dev.ringmaster.runner;

import static dev.ringmaster.runner.RunnerFixture.isAlive;
import static dev.ringmaster.runner.RunnerFixture.kill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.runner.Runner.Status;
import dev.ringmaster.runner.Runner.Status.Phase;
import dev.ringmaster.runner.Runner.StopReport;

class LocalRunnerStopIT {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private RunnerFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new RunnerFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The shim that has left the exit code still waits for the disk: it is neither signalled nor waited for. */
    @Test
    void aProcessThatEndedByItselfIsLeftInPeace() {
        for (int i = 0; i < 30; i++) {
            var handle = fixture.start(fixture.shell("exit 3"));
            fixture.awaitEnd(handle);

            assertThat(fixture.runner.stop(handle, Duration.ZERO)).isEqualTo(Runner.StopReport.NOTHING);
            assertThat(fixture.runner.status(handle)).isEqualTo(new Runner.Status(Phase.EXITED, 3));
        }
    }

    @Test
    void whatAProcessThatEndedByItselfHasLeftBehindIsEnded() {
        var handle = fixture.start(fixture.shell("setsid sh -c 'echo $$ >left; exec sleep 1000' & sleep 0.2"));
        fixture.awaitEnd(handle);
        var left = fixture.awaitPid("left");

        var report = fixture.runner.stop(handle, Duration.ZERO);

        assertThat(report.killed()).isPositive();
        assertThat(report.survivors()).isEmpty();
        assertThat(RunnerFixture.isAlive(left)).isFalse();
    }

    @Test
    void anAgentThatListensEndsItselfAndIsNotKilled() {
        var handle = fixture.start(fixture.shell("trap 'echo bye; exit 7' TERM; echo $$ >up; while :; do sleep 0.02; done"));
        fixture.awaitPid("up");

        var report = fixture.runner.stop(handle, Duration.ofSeconds(10));

        assertThat(report.survivors()).isEmpty();
        assertThat(report.signalled()).isBetween(1, 2);
        assertThat(report.killed()).isZero();
        assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.EXITED, 7));
        assertThat(fixture.stdout(handle)).isEqualTo("bye\n");
    }

    @Test
    void nothingOfATreeIsLeftWhateverItDoesToGetAway() {
        var handle = fixture.start(fixture.shell("""
                setsid sh -c 'echo $$ >session; exec sleep 1001' &
                setsid sh -c 'trap "" TERM; echo $$ >deaf; while :; do sleep 0.1; done' &
                setsid sh -c '(exec setsid sh -c "echo \\$\\$ >daemon; exec sleep 1002") & exit' &
                env -i sh -c '(exec /bin/sh -c "echo \\$\\$ >nameless; exec /bin/sleep 1003") & exit' &
                env -i setsid sh -c 'echo $$ >cleared; exec sleep 1004' &
                trap '' TERM INT
                echo $$ >agent
                while :; do sleep 0.1; done
                """));
        var pids = new ArrayList<Long>();
        for (var file : List.of("session", "deaf", "daemon", "nameless", "cleared", "agent")) {
            pids.add(fixture.awaitPid(file));
        }
        assertThat(pids).allMatch(RunnerFixture::isAlive);
        long start = System.nanoTime();

        var report = fixture.runner.stop(handle, GRACE);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(report.survivors()).isEmpty();
        assertThat(report.killed()).isGreaterThanOrEqualTo(2);
        assertThat(pids).noneMatch(RunnerFixture::isAlive);
        assertThat(fixture.runner.orphans().scan()).isEmpty();
        assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.EXITED, 137));
    }

    @Test
    void whatAnAgentThatHasExitedLeftBehindIsEnded() {
        var handle = fixture.start(fixture.shell("setsid sh -c 'echo $$ >daemon; exec sleep 1000' & exit 4"));
        long daemon = fixture.awaitPid("daemon");
        fixture.awaitEnd(handle);
        assertThat(fixture.runner.orphans().scan()).extracting(OrphanScan.Marked::pid).contains(daemon);

        var report = fixture.runner.stop(handle, GRACE);

        assertThat(report.survivors()).isEmpty();
        assertThat(isAlive(daemon)).isFalse();
        assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.EXITED, 4));
    }

    @Test
    void theTreeOfALostProcessIsEnded() {
        var handle = fixture
                .start(fixture.shell("setsid sleep 1000 & (env -i /bin/sh -c 'echo $$ >cleared; exec sleep 1001' &);"
                        + " echo $$ >agent; exec sleep 1002"));
        long cleared = fixture.awaitPid("cleared");
        long agent = fixture.awaitPid("agent");
        kill(fixture.awaitShim(handle));

        var report = fixture.runner.stop(handle, GRACE);

        assertThat(report.survivors()).isEmpty();
        assertThat(isAlive(agent)).isFalse();
        assertThat(isAlive(cleared)).as("known by its session").isFalse();
        assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.LOST, 0));
    }

    @Test
    void aStoppedAgentIsKilled() throws Exception {
        var handle = fixture.start(fixture.spec("sleep", "1000"));
        long agent = fixture.awaitAgent(handle);
        new ProcessBuilder("kill", "-STOP", Long.toString(agent)).start().waitFor();
        await().until(() -> Objects.requireNonNull(ProcessStat.read(agent)).state() == 'T');

        assertThat(fixture.runner.stop(handle, Duration.ofMillis(200)).survivors()).isEmpty();
        assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.EXITED, 137));
    }

    @Test
    void stoppingAgainDoesNothing() {
        var handle = fixture.start(fixture.spec("sleep", "1000"));
        fixture.awaitAgent(handle);
        fixture.runner.stop(handle, GRACE);

        assertThat(fixture.runner.stop(handle, GRACE)).isEqualTo(StopReport.NOTHING);
        assertThat(fixture.runner.stop("kubernetes:x", GRACE)).isEqualTo(StopReport.NOTHING);
        assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.EXITED, 143));
    }

    @Test
    void aStopNeverCostsTheExitCodeOfAnAgentThatRan() {
        for (int i = 0; i < 40; i++) {
            var handle = fixture.start(fixture.shell("setsid sleep 1000 & exec sleep 1001"));
            fixture.awaitAgent(handle);

            assertThat(fixture.runner.stop(handle, GRACE).survivors()).isEmpty();
            assertThat(fixture.runner.status(handle)).isEqualTo(new Status(Phase.EXITED, 143));
        }
    }

    @Test
    void aStopRightAfterTheStartLeavesNothing() {
        for (int i = 0; i < 30; i++) {
            var spec = fixture.shell("sleep 1000 & setsid sleep 1001");
            var handle = fixture.start(spec);

            assertThat(fixture.runner.stop(handle, Duration.ofMillis(100)).survivors()).isEmpty();
            assertThat(fixture.runner.orphans().ofRun(spec.name())).isEmpty();
            assertThat(fixture.runner.status(handle).phase()).isIn(Phase.LOST, Phase.EXITED);
        }
        assertThat(fixture.runner.orphans().scan()).isEmpty();
    }

    @Test
    void aProcessStoppedBeforeItsStartNeverStarts() {
        var spec = fixture.shell("echo up >up");
        var handle = fixture.runner.handleFor(spec.name());

        fixture.runner.stop(handle, GRACE);

        assertThatThrownBy(() -> fixture.runner.start(spec)).isInstanceOf(RunnerException.class);
        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.LOST);
        assertThat(fixture.directory.resolve("up")).doesNotExist();
    }

    @Test
    void aPidThatNowMeansAnotherProcessIsNotSignalled() throws Exception {
        var handle = fixture.start(fixture.spec("true"));
        fixture.awaitEnd(handle);
        await().until(() -> fixture.runner.orphans().scan().isEmpty());
        var bystander = new ProcessBuilder("sleep", "1000").start();
        try {
            // The run's records name the bystander's pid, with the start time of the process that had it before.
            var record = "%d 1 %s\n".formatted(bystander.pid(), ProcessIdentity.currentBootId());
            Files.writeString(fixture.run(handle).agentRecord(), record);
            Files.writeString(fixture.run(handle).shimRecord(), record);
            Files.move(fixture.run(handle).path().resolve("exit.0"), fixture.run(handle).path().resolve("running"));

            assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.LOST);
            assertThat(fixture.runner.stop(handle, GRACE)).isEqualTo(StopReport.NOTHING);
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void anotherRunAndAnotherSpoolAreLeftAlone(@TempDir Path elsewhere) {
        try (var other = new RunnerFixture(elsewhere)) {
            var spec = fixture.spec("sleep", "1000");
            var handle = fixture.start(spec);
            var neighbour = fixture.start(fixture.spec("sleep", "1001"));
            other.runner.start(spec);
            other.awaitAgent(handle);
            fixture.awaitAgent(handle);
            fixture.awaitAgent(neighbour);

            fixture.runner.stop(handle, GRACE);
            fixture.runner.takeOver(spec.guard(), 99, null);

            assertThat(fixture.runner.status(neighbour).phase()).isEqualTo(Phase.RUNNING);
            assertThat(other.runner.status(handle).phase()).isEqualTo(Phase.RUNNING);
        }
    }

    @Test
    void livingProcessesAreListedWithTheirOwners() {
        var handle = fixture.start(fixture.guarded("card-1", 12, "sleep", "1000"));
        long agent = fixture.awaitAgent(handle);

        await().untilAsserted(() -> assertThat(fixture.runner.orphans().scan())
                .contains(new OrphanScan.Marked(agent, handle.substring("local:".length()), "card-1", 12)));
    }
}
