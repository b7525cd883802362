package dev.ringmaster.runner;

import static dev.ringmaster.runner.RunnerFixture.PATIENCE;
import static dev.ringmaster.runner.RunnerFixture.isAlive;
import static dev.ringmaster.runner.RunnerFixture.kill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.runner.Runner.Status.Phase;

/** Never two live process trees under one guard, and a crash at any instant leaves a state that can be told. */
class LocalRunnerGuardIT {

    /** Holds a kernel lock for as long as it lives, and tells when somebody else has it. */
    private static final String EXCLUSIVE = """
            exec 8>>"held-$1"; flock -n 8 || echo "$1 $2" >>violations; echo "$2" >>"log-$1"; sleep 0.05; exit 0
            """;

    private RunnerFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new RunnerFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private ProcessSpec exclusive(String guard, long epoch, String label) {
        return fixture.guarded(guard, epoch, "sh", "-c", EXCLUSIVE, "sh", guard, label);
    }

    @Test
    void twoStartersOfOneGuardNeverRunAtTheSameTime() throws Exception {
        int ran = 0;
        for (int i = 0; i < 100; i++) {
            var one = exclusive("guard-" + i, 1, "one");
            var two = exclusive("guard-" + i, 1, "two");
            var gate = new CountDownLatch(1);
            var first = startAt(gate, one);
            var second = startAt(gate, two);
            gate.countDown();
            boolean oneStarted = first.get(30, TimeUnit.SECONDS);
            boolean twoStarted = second.get(30, TimeUnit.SECONDS);
            assertThat(oneStarted || twoStarted).isTrue();
            ran += (oneStarted && fixture.awaitEnd(fixture.runner.handleFor(one.name())).phase() == Phase.EXITED ? 1 : 0)
                    + (twoStarted && fixture.awaitEnd(fixture.runner.handleFor(two.name())).phase() == Phase.EXITED ? 1 : 0);
        }
        assertThat(fixture.directory.resolve("violations")).doesNotExist();
        assertThat(ran).isBetween(100, 200);
    }

    private CompletableFuture<Boolean> startAt(CountDownLatch gate, ProcessSpec spec) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                gate.await();
                fixture.runner.start(spec);
                return true;
            } catch (RunnerException refused) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aStaleEpochNeverStartsHoweverItRacesWithTheTakeOver() throws Exception {
        int newOwnersRan = 0;
        for (int i = 0; i < 100; i++) {
            var guard = "guard-" + i;
            var stale = exclusive(guard, 1, "stale");
            var fresh = exclusive(guard, 2, "fresh");
            var gate = new CountDownLatch(1);
            var starting = startAt(gate, stale);
            gate.countDown();
            assertThat(fixture.runner.takeOver(guard, 2, null).survivors()).isEmpty();
            Files.writeString(fixture.directory.resolve("log-" + guard), "taken over\n", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            fixture.runner.start(fresh);
            starting.get(30, TimeUnit.SECONDS);
            newOwnersRan += fixture.awaitEnd(fixture.runner.handleFor(fresh.name())).phase() == Phase.EXITED ? 1 : 0;
            assertThat(fixture.awaitEnd(fixture.runner.handleFor(stale.name())).phase()).isNotEqualTo(Phase.RUNNING);
            var log = Files.readAllLines(fixture.directory.resolve("log-" + guard));
            assertThat(log.subList(log.indexOf("taken over"), log.size())).containsExactly("taken over", "fresh");
        }
        assertThat(fixture.directory.resolve("violations")).doesNotExist();
        assertThat(newOwnersRan).isEqualTo(100);
    }

    private int behindTheFence(String guard, long epoch, String script) throws IOException, InterruptedException {
        var command = new ArrayList<>(fixture.runner.fence(guard, epoch));
        command.addAll(List.of("sh", "-c", script));
        return new ProcessBuilder(command).directory(fixture.directory.toFile()).inheritIO().start().waitFor();
    }

    @Test
    void theFenceLetsTheOwnerThroughAndNobodyBeforeIt() throws Exception {
        fixture.runner.takeOver("card", 2, null);
        assertThat(behindTheFence("card", 2, "echo 2 >>log; exit 7")).isEqualTo(7);

        fixture.runner.takeOver("card", 3, null);
        assertThat(behindTheFence("card", 2, "echo late >>log")).isEqualTo(Runner.FENCED_OFF);
        assertThat(behindTheFence("card", 3, "echo 3 >>log")).isZero();
        assertThat(fixture.directory.resolve("log")).hasContent("2\n3");
    }

    @Test
    void theFenceWaitsForAProcessThatIsAtWorkAndKeepsTheNextOut() throws Exception {
        var agent = fixture.start(fixture.guarded("card", 1, "sh", "-c", "sleep 0.5; echo agent >>log"));
        fixture.awaitAgent(agent);
        assertThat(behindTheFence("card", 1, "echo fenced >>log; sleep 0.5; echo still fenced >>log")).isZero();
        var next = fixture.start(fixture.guarded("card", 1, "sh", "-c", "echo next >>log"));
        assertThat(fixture.awaitEnd(next).phase()).isEqualTo(Phase.EXITED);

        var fenced = CompletableFuture.supplyAsync(() -> {
            try {
                return behindTheFence("card", 1, "echo begins >>log; sleep 0.5; echo ends >>log");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE).until(() -> Files.readString(fixture.directory.resolve("log")).contains("begins"));
        var last = fixture.start(fixture.guarded("card", 1, "sh", "-c", "echo last >>log"));
        assertThat(fixture.awaitEnd(last).phase()).isEqualTo(Phase.EXITED);
        assertThat(fenced.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(fixture.directory.resolve("log"))
                .hasContent("agent\nfenced\nstill fenced\nnext\nbegins\nends\nlast");
    }

    @Test
    void aServerThatSleptBetweenItsDecisionAndTheSpawnLoses() throws Exception {
        var asleep = new CountDownLatch(1);
        var awake = new CountDownLatch(1);
        var stale = fixture.guarded("card", 1, "sh", "-c", "echo stale >stale; exec sleep 1000");
        try (var sleeper = fixture.another(builder -> {
            asleep.countDown();
            await().atMost(PATIENCE).until(() -> awake.getCount() == 0);
            return builder.start();
        })) {
            var starting = CompletableFuture.runAsync(() -> sleeper.start(stale));
            assertThat(asleep.await(30, TimeUnit.SECONDS)).isTrue();

            fixture.runner.takeOver("card", 2, null);
            awake.countDown();
            starting.get(30, TimeUnit.SECONDS);
        }

        assertThat(fixture.awaitEnd(fixture.runner.handleFor(stale.name())).phase()).isEqualTo(Phase.FENCED);
        var fresh = fixture.start(fixture.guarded("card", 2, "true"));
        assertThat(fixture.awaitEnd(fresh).phase()).isEqualTo(Phase.EXITED);
        assertThat(fixture.directory.resolve("stale")).doesNotExist();
    }

    @Test
    void aTakeOverEndsTheOldOwnersTreeAndFencesItsNextStart() {
        var old = fixture.start(fixture.guarded("card", 1, "sh", "-c", "setsid sh -c 'echo $$ >tool; exec sleep 1000' & wait"));
        long tool = fixture.awaitPid("tool");

        var report = fixture.runner.takeOver("card", 2, null);

        assertThat(report.survivors()).isEmpty();
        assertThat(report.signalled()).isPositive();
        assertThat(isAlive(tool)).isFalse();
        assertThat(fixture.awaitEnd(old).phase()).isEqualTo(Phase.EXITED);
        var late = fixture.start(fixture.guarded("card", 1, "sh", "-c", "echo late >late"));
        assertThat(fixture.runner.status(late).phase()).isEqualTo(Phase.FENCED);
        assertThat(fixture.slices(late, 0, 0)).isEmpty();
        assertThat(fixture.directory.resolve("late")).doesNotExist();
    }

    /** As in a container that is just ending: its processes are not seen, but they hold the guard and still print. */
    @Test
    void aTakeOverWaitsForWhatLivesUnseen() throws Exception {
        var lost = fixture.start(fixture.guarded("card", 1, "sh", "-c", "echo $$ >agent; exec sleep 1000"));
        long agent = fixture.awaitPid("agent");
        kill(fixture.awaitShim(lost));
        kill(agent);
        assertThat(fixture.awaitEnd(lost).phase()).isEqualTo(Phase.LOST);
        var unseen = new ProcessBuilder("sh", "-c", "exec 9>>\"$1\"; flock 9; echo held; sleep 1; echo last >>\"$2\"", "sh",
                fixture.spool.resolve("guards/card/lock").toString(), fixture.run(lost).stdout().toString()).start();
        try {
            assertThat(unseen.inputReader().readLine()).isEqualTo("held");

            fixture.runner.takeOver("card", 2, lost);

            assertThat(Files.readString(fixture.run(lost).stdout())).isEqualTo("last\n");
        } finally {
            unseen.destroy();
        }
    }

    @Test
    void aTakeOverByTheSameOrAnOlderOwnerHarmsNothing() {
        var handle = fixture.start(fixture.guarded("card", 5, "sleep", "1000"));
        fixture.awaitAgent(handle);

        fixture.runner.takeOver("card", 5, null);
        fixture.runner.takeOver("card", 4, null);

        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.RUNNING);
        var other = fixture.guarded("card", 5, "true");
        assertThatThrownBy(() -> fixture.start(other)).isInstanceOf(RunnerException.class)
                .hasMessageContaining(handle.substring("local:".length()));
    }

    @Test
    void theTreeOfAKilledShimIsGoneBeforeTheNextRunOfTheGuardStarts() {
        var first = fixture.start(fixture.guarded("card", 1, "sh", "-c",
                "setsid sh -c 'echo $$ >tool; exec sleep 1000' & echo $$ >agent; exec sleep 1001"));
        long tool = fixture.awaitPid("tool");
        long agent = fixture.awaitPid("agent");
        long shim = fixture.awaitShim(first);
        kill(shim);
        kill(agent);
        assertThat(fixture.awaitEnd(first).phase()).isEqualTo(Phase.LOST);
        assertThat(isAlive(tool)).isTrue();

        var second = fixture.start(fixture.guarded("card", 1, "sh", "-c",
                "grep '^State' /proc/" + tool + "/status | grep -vq Z && exit 1; exit 0"));

        assertThat(fixture.awaitEnd(second).exitCode()).isZero();
    }

    @Test
    void oneIterationAfterTheOtherStartsAtOnce() {
        for (int i = 0; i < 20; i++) {
            var handle = fixture.start(exclusive("card", 1, "iteration " + i));
            assertThat(fixture.awaitEnd(handle)).isEqualTo(new Runner.Status(Phase.EXITED, 0));
        }
        assertThat(fixture.directory.resolve("violations")).doesNotExist();
    }

    @Test
    void aCrashBeforeTheSpawnIsLostAndCannotComeUpLater() throws Exception {
        var spec = fixture.guarded("card", 1, "sh", "-c", "echo up >up");
        var handle = fixture.runner.handleFor(spec.name());
        assertThat(fixture.runner.status(handle).phase()).as("before anything").isEqualTo(Phase.LOST);
        var builders = new LinkedBlockingQueue<ProcessBuilder>();
        try (var crashing = fixture.another(builder -> {
            builders.add(builder);
            throw new Crash();
        })) {
            assertThatThrownBy(() -> crashing.start(spec)).isInstanceOf(Crash.class);
        }
        assertThat(fixture.runner.status(handle).phase()).as("it may still come up").isEqualTo(Phase.RUNNING);

        Files.setLastModifiedTime(fixture.run(handle).path().resolve(RunDirectory.REQUESTED),
                FileTime.from(Instant.now().minusSeconds(6)));
        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.LOST);

        assertThat(builders.take().start().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.LOST);
        assertThat(fixture.directory.resolve("up")).doesNotExist();
    }

    @Test
    void aServerKilledAtAnyInstantLeavesAStateThatIsRight() throws Exception {
        int exited = 0;
        for (int i = 0; i < 10; i++) {
            var name = "crash-" + i;
            var server = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xshare:auto", "-cp",
                    System.getProperty("java.class.path"), KilledServer.class.getName(), fixture.spool.toString(),
                    fixture.directory.toString(), name).redirectError(new File("/dev/null")).start();
            try (var out = server.inputReader()) {
                assertThat(out.readLine()).isEqualTo("ready");
                if (i == 9) {
                    fixture.awaitAgent("local:" + name);
                } else {
                    assertThat(server.waitFor(i * 25L, TimeUnit.MILLISECONDS)).isFalse();
                }
                server.destroyForcibly().waitFor();
            }
            var status = fixture.awaitEnd("local:" + name);
            boolean ran = Files.exists(fixture.directory.resolve("done-" + name));
            assertThat(status).isEqualTo(ran ? new Runner.Status(Phase.EXITED, 3) : new Runner.Status(Phase.LOST, 0));
            assertThat(fixture.stdout("local:" + name)).isEqualTo(ran ? "one\ntwo\n" : "");
            exited += ran ? 1 : 0;
        }
        assertThat(exited).as("agents that outlived their server").isPositive();
    }

    /** Ends a start without any of the tidying up that an exception would get. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A server that starts one process and waits to be killed. */
    static final class KilledServer {

        private KilledServer() {
        }

        public static void main(String[] arguments) throws Exception {
            var scheduler = Executors.newSingleThreadScheduledExecutor();
            try (var runner = new LocalRunner(Path.of(arguments[0]), scheduler)) {
                var name = arguments[2];
                var spec = new ProcessSpec(name, name, 1, Path.of(arguments[1]), List.of("sh", "-c",
                        "echo one; sleep 0.2; echo two; : >done-" + name + "; exit 3"), Map.of(), Map.of(), "");
                System.out.println("ready");
                runner.start(spec);
                new CountDownLatch(1).await(60, TimeUnit.SECONDS);
            } finally {
                scheduler.shutdownNow();
            }
        }
    }
}
