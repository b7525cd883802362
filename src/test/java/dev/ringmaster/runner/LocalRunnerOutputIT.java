package dev.ringmaster.runner;

import static dev.ringmaster.runner.RunnerFixture.PATIENCE;
import static dev.ringmaster.runner.RunnerFixture.kill;
import static dev.ringmaster.runner.RunnerFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.runner.Runner.Slice;
import dev.ringmaster.runner.Runner.Status.Phase;
import dev.ringmaster.runner.Runner.Stream;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

class LocalRunnerOutputIT {

    private RunnerFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new RunnerFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void eachStreamArrivesOnceAndInOrder() {
        var handle = fixture.start(fixture.shell("for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; sleep 0.01; done"));
        var slices = fixture.slices(handle, 0, 0);

        assertThat(text(slices, Stream.STDOUT)).isEqualTo("out 1\nout 2\nout 3\nout 4\nout 5\n");
        assertThat(text(slices, Stream.STDERR)).isEqualTo("err 1\nerr 2\nerr 3\nerr 4\nerr 5\n");
        for (var stream : Stream.values()) {
            long expected = 0;
            for (var slice : slices.stream().filter(slice -> slice.stream() == stream).toList()) {
                assertThat(slice.offset()).isEqualTo(expected);
                expected += slice.bytes().length;
            }
        }
    }

    @Test
    void readingResumesAtEveryOffset() {
        var handle = fixture.start(fixture.shell("printf 0123456789; printf abc >&2"));
        fixture.awaitEnd(handle);

        for (int out = 0; out <= 10; out++) {
            for (int err = 0; err <= 3; err++) {
                var slices = fixture.slices(handle, out, err);
                assertThat(text(slices, Stream.STDOUT)).isEqualTo("0123456789".substring(out));
                assertThat(text(slices, Stream.STDERR)).isEqualTo("abc".substring(err));
            }
        }
    }

    @Test
    void aReaderThatIsCutOffAgainAndAgainMissesNothing() {
        var handle = fixture.start(fixture.shell("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; sleep 0.05"));
        var expected = IntStream.range(0, 2000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        var read = new StringBuilder();
        int attempts = 0;
        while (read.length() < expected.length() && attempts < 5000) {
            attempts++;
            var one = fixture.runner.output(handle, read.length(), 0).select().first(1).collect().asList().await()
                    .atMost(PATIENCE);
            read.append(text(one, Stream.STDOUT));
        }

        assertThat(read).hasToString(expected);
        assertThat(fixture.awaitEnd(handle).phase()).isEqualTo(Phase.EXITED);
    }

    @Test
    void nothingIsReadWithoutDemandAndMuchOutputNeedsLittleMemory() {
        long size = 200_000_000;
        var handle = fixture.start(fixture.shell("yes 'some output of an agent' | head -c " + size));
        var subscriber = fixture.runner.output(handle, 0, 0).subscribe().withSubscriber(AssertSubscriber.create(0));
        fixture.awaitEnd(handle);
        assertThat(subscriber.getItems()).isEmpty();
        subscriber.cancel();

        long before = heapAfterCollection();
        var crc = new CRC32();
        var total = new AtomicLong();
        var most = new AtomicLong();
        var samples = new AtomicLong();
        var largest = new AtomicLong();
        fixture.runner.output(handle, 0, 0).onItem().invoke(slice -> {
            crc.update(slice.bytes());
            largest.accumulateAndGet(slice.bytes().length, Math::max);
            if (total.addAndGet(slice.bytes().length) % (SpoolTailer.MAX_SLICE * 100L) == 0) {
                samples.incrementAndGet();
                most.accumulateAndGet(heapAfterCollection() - before, Math::max);
            }
        }).collect().last().await().atMost(Duration.ofMinutes(1));

        assertThat(total).hasValue(size);
        assertThat(largest.get()).isLessThanOrEqualTo(SpoolTailer.MAX_SLICE);
        assertThat(samples).hasPositiveValue();
        assertThat(most.get()).isLessThanOrEqualTo(16L * 1024 * 1024);
        assertThat(crc.getValue()).isEqualTo(crcOf("some output of an agent\n", size));
    }

    private static long crcOf(String repeated, long size) {
        var crc = new CRC32();
        byte[] bytes = repeated.getBytes(StandardCharsets.US_ASCII);
        for (long done = 0; done < size; done += bytes.length) {
            crc.update(bytes, 0, (int) Math.min(bytes.length, size - done));
        }
        return crc.getValue();
    }

    private static long heapAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aLineIsSeenWithinMillisecondsOfItsWrite() {
        var handle = fixture.start(fixture.spec("bash", "-c",
                "sleep 0.3; for i in {1..60}; do echo $EPOCHREALTIME; sleep 0.02; done"));
        var delays = Collections.synchronizedList(new ArrayList<Long>());
        fixture.runner.output(handle, 0, 0).onItem().invoke(slice -> {
            var now = Instant.now();
            var written = text(List.of(slice), Stream.STDOUT).lines().findFirst().orElseThrow();
            long micros = Long.parseLong(written.replace(".", "").replace(",", ""));
            delays.add(now.getEpochSecond() * 1_000_000 + now.getNano() / 1000 - micros);
        }).collect().last().await().atMost(PATIENCE);

        assertThat(delays).hasSizeGreaterThan(30);
        var sorted = delays.stream().sorted().toList();
        long median = sorted.get(sorted.size() / 2);
        System.out.printf("write to slice: p50 %d us, p95 %d us%n", median, sorted.get(sorted.size() * 95 / 100));
        assertThat(median).as("microseconds; the polling net alone would take 100,000").isLessThan(20_000);
    }

    @Test
    void threeHundredProcessesAreReadAtOnceWithoutAThreadEach() {
        int processes = 300;
        long threadsBefore = readingThreads();
        var totals = new ConcurrentHashMap<Integer, StringBuilder>();
        var handles = IntStream.range(0, processes)
                .mapToObj(i -> fixture.start(fixture.shell("for i in 1 2 3 4; do echo $i; sleep 0.5; done; echo end " + i)))
                .toList();
        var subscribers = new ArrayList<AssertSubscriber<Slice>>();
        for (int i = 0; i < processes; i++) {
            int index = i;
            subscribers.add(fixture.runner.output(handles.get(i), 0, 0)
                    .onItem().invoke(slice -> totals.computeIfAbsent(index, k -> new StringBuilder())
                            .append(text(List.of(slice), Stream.STDOUT)))
                    .subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE)));
        }
        assertThat(readingThreads() - threadsBefore).isLessThan(10);

        subscribers.forEach(subscriber -> subscriber.awaitCompletion(Duration.ofMinutes(1)));
        for (int i = 0; i < processes; i++) {
            assertThat(totals.get(i)).hasToString("1\n2\n3\n4\nend " + i + "\n");
        }
    }

    /** The JVM itself keeps one small thread per child until it ends, to collect its exit. */
    private static long readingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("process reaper")).count();
    }

    @Test
    void theEndOfTheAgentEndsTheOutputEvenIfADescendantGoesOnWriting() {
        var handle = fixture.start(fixture.shell("(while :; do echo noise; done) & echo done; exit 0"));

        var slices = fixture.slices(handle, 0, 0);

        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.EXITED);
        assertThat(text(slices, Stream.STDOUT)).contains("done\n");
        assertThat(fixture.runner.stop(handle, Duration.ofSeconds(1)).survivors()).isEmpty();
    }

    @Test
    void cancellingStopsTheReadingOnly() {
        var handle = fixture.start(fixture.shell("while :; do echo x; sleep 0.01; done"));
        var subscriber = fixture.runner.output(handle, 0, 0).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        subscriber.awaitNextItem(PATIENCE);

        subscriber.cancel();

        long size = sizeOf(handle);
        await().atMost(PATIENCE).until(() -> sizeOf(handle) > size);
        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.RUNNING);
    }

    private long sizeOf(String handle) {
        return fixture.run(handle).stdout().toFile().length();
    }

    @Test
    void aSecondServerGoesOnReadingWhereTheFirstStopped() throws Exception {
        var handle = fixture
                .start(fixture.shell("printf first; until [ -e go ]; do sleep 0.02; done; printf second; exit 5"));
        var first = fixture.runner.output(handle, 0, 0).select().first(1).collect().asList().await().atMost(PATIENCE);
        fixture.runner.close();
        Files.writeString(fixture.directory.resolve("go"), "");

        try (var another = fixture.another(ProcessBuilder::start)) {
            var rest = another.output(handle, 5, 0).collect().asList().await().atMost(PATIENCE);
            assertThat(text(first, Stream.STDOUT)).isEqualTo("first");
            assertThat(text(rest, Stream.STDOUT)).isEqualTo("second");
            assertThat(another.status(handle).exitCode()).isEqualTo(5);
        }
    }

    @Test
    void aTruncatedSpoolFileFailsTheOutput() throws Exception {
        var handle = fixture.start(fixture.shell("echo something; exec sleep 1000"));
        var subscriber = fixture.runner.output(handle, 0, 0).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        subscriber.awaitNextItem(PATIENCE);

        try (var channel = FileChannel.open(fixture.run(handle).stdout(), StandardOpenOption.WRITE)) {
            channel.truncate(3);
        }

        subscriber.awaitFailure(PATIENCE).assertFailedWith(RunnerException.class, "truncated to 3");
    }

    @Test
    void aDeletedSpoolFileFailsTheOutput() throws Exception {
        var handle = fixture.start(fixture.shell("echo something; exec sleep 1000"));
        var subscriber = fixture.runner.output(handle, 0, 0).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        subscriber.awaitNextItem(PATIENCE);

        Spool.delete(fixture.run(handle).path());

        subscriber.awaitFailure(PATIENCE).assertFailedWith(RunnerException.class, "was deleted");
        assertThat(fixture.runner.status(handle).phase()).as("it lives all the same").isEqualTo(Phase.RUNNING);
        assertThat(fixture.runner.stop(handle, Duration.ofSeconds(1)).survivors()).isEmpty();
        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.LOST);
    }

    @Test
    void outputOfALostProcessIsHandedOutAndCompletes() {
        var handle = fixture.start(fixture.shell("echo last words; exec sleep 1000"));
        long agent = fixture.awaitAgent(handle);
        var subscriber = fixture.runner.output(handle, 0, 0).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        subscriber.awaitNextItem(PATIENCE);

        kill(fixture.awaitShim(handle));
        kill(agent);

        subscriber.awaitCompletion(PATIENCE);
        assertThat(text(subscriber.getItems(), Stream.STDOUT)).isEqualTo("last words\n");
        assertThat(fixture.runner.status(handle).phase()).isEqualTo(Phase.LOST);
    }

    @Test
    void aHandleThatIsNotOursFailsAndOneThatNeverStartedIsEmpty() {
        fixture.runner.output("kubernetes:x", 0, 0).subscribe().withSubscriber(AssertSubscriber.create(1))
                .assertFailedWith(RunnerException.class, "kubernetes:x");
        assertThat(fixture.slices("local:never", 0, 0)).isEmpty();
        fixture.runner.output("local:never", 5, 0).subscribe().withSubscriber(AssertSubscriber.create(1))
                .awaitFailure(PATIENCE).assertFailedWith(RunnerException.class, "was deleted");
    }

    @Test
    void closingTheRunnerFailsItsStreamsInsteadOfHangingThem() {
        var handle = fixture.start(fixture.shell("while :; do echo x; sleep 0.01; done"));
        var another = fixture.another(ProcessBuilder::start);
        var subscriber = another.output(handle, 0, 0).subscribe().withSubscriber(AssertSubscriber.create(1));
        subscriber.awaitNextItem(PATIENCE);

        another.close();
        // A reader that is just at work may still deliver.
        await().atMost(PATIENCE).until(() -> {
            subscriber.request(1);
            return subscriber.getFailure() != null;
        });

        subscriber.assertFailedWith(RunnerException.class, "closed");
        assertThat(Files.exists(fixture.run(handle).path().resolve(RunDirectory.RUNNING))).isTrue();
    }
}
