package dev.ringmaster.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.ringmaster.support.Peers;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;

class RunFeedTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RunFence FENCE = new RunFence(UUID.randomUUID(), "here", 1);

    private final Rows rows = new Rows();
    private final Journal journal = new Journal(noPool(), rows, new NoPeers());
    private final RunFeed feed = new RunFeed(noPool(), rows, journal);

    @Test
    void replaysFromTheCursorAndGoesLive() {
        write(5);
        var subscriber = follow(2, Long.MAX_VALUE);
        awaitSeqs(subscriber, 3, 5);

        write(2);

        awaitSeqs(subscriber, 3, 7);
        subscriber.cancel();
    }

    @Test
    void endsWithTheRunAndNotBefore() {
        write(3);
        var subscriber = follow(0, Long.MAX_VALUE);
        awaitSeqs(subscriber, 1, 3);
        subscriber.assertNotTerminated();

        write(1);
        rows.closed = true;
        journal.changed(FENCE.runId());

        subscriber.awaitCompletion(SOON);
        assertThat(seqs(subscriber)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aLongJournalComesInBoundedBatches() {
        write(1_234);
        rows.closed = true;

        var subscriber = follow(0, Long.MAX_VALUE).awaitCompletion(SOON);

        assertThat(subscriber.getItems()).hasSizeGreaterThan(2).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 122));
        assertThat(seqs(subscriber)).containsExactlyElementsOf(LongStream.rangeClosed(1, 1_234).boxed().toList());
    }

    @Test
    void largeEventsComeInSmallBatchesAndEvenTheLargestComes() {
        for (int i = 0; i < 10; i++) {
            write(1, "x".repeat(10_000));
        }
        write(1, "x".repeat(200_000));
        rows.closed = true;

        var subscriber = follow(0, Long.MAX_VALUE).awaitCompletion(SOON);

        assertThat(subscriber.getItems()).extracting(List::size).containsExactly(2, 2, 2, 2, 2, 1);
        assertThat(seqs(subscriber)).containsExactlyElementsOf(LongStream.rangeClosed(1, 11).boxed().toList());
    }

    @Test
    void whoAsksForNothingCostsNoRead() {
        write(2_000);
        var subscriber = follow(0, 1);
        Awaitility.await().atMost(SOON).until(() -> subscriber.getItems().size() == 1);
        int reads = rows.reads.get();

        for (int i = 0; i < 50; i++) {
            write(1);
        }

        assertThat(rows.reads).hasValueLessThanOrEqualTo(reads + 1);
        assertThat(subscriber.getItems()).hasSize(1);
        subscriber.request(1);
        Awaitility.await().atMost(SOON).until(() -> subscriber.getItems().size() == 2);
        assertThat(seqs(subscriber)).hasSizeBetween(2, 1_000)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, seqs(subscriber).size()).boxed().toList());
        subscriber.cancel();
    }

    @Test
    void whatRetentionHasDeletedIsToldInPlaceOfIt() {
        write(5);
        rows.deletedUpTo = 3;
        rows.closed = true;

        assertThat(follow(1, Long.MAX_VALUE).awaitCompletion(SOON).getItems().getFirst())
                .extracting(event -> event.seq() + " " + event.kind()).containsExactly("2 GAP", "4 RAW", "5 RAW");

        rows.deletedUpTo = 5;

        var subscriber = follow(1, Long.MAX_VALUE).awaitCompletion(SOON);
        assertThat(subscriber.getItems()).hasSize(1);
        assertThat(subscriber.getItems().getFirst()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(RunEventKind.GAP);
            assertThat(event.seq()).isEqualTo(2);
            assertThat(event.text()).startsWith("4 older events");
        });
    }

    @Test
    void anUnknownRunIsRefused() {
        rows.known = false;

        follow(0, 1).awaitFailure(SOON).assertFailedWith(RingmasterException.class, "There is no run");
    }

    /** A lost ring would cost a wait of a second each time. */
    @Test
    void noEventWaitsForThePoll() {
        var subscriber = follow(0, Long.MAX_VALUE);
        long start = System.nanoTime();

        for (int i = 1; i <= 100; i++) {
            write(1);
            awaitSeqs(subscriber, 1, i);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        subscriber.cancel();
    }

    @Test
    void writersAndFollowersAmongThreadsMissNothingAndSeeNothingTwice() throws Exception {
        var early = List.of(follow(0, Long.MAX_VALUE), follow(0, Long.MAX_VALUE), follow(0, Long.MAX_VALUE));
        int writers = 4;
        int events = 500;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            var done = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < writers; i++) {
                done.add(CompletableFuture.runAsync(() -> {
                    for (int event = 0; event < events; event++) {
                        write(1);
                    }
                }, threads));
            }
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
        rows.closed = true;
        journal.changed(FENCE.runId());

        var all = LongStream.rangeClosed(1, (long) writers * events).boxed().toList();
        early.forEach(subscriber -> assertThat(seqs(subscriber.awaitCompletion(SOON))).containsExactlyElementsOf(all));
        assertThat(seqs(follow(1_000, Long.MAX_VALUE).awaitCompletion(SOON)))
                .containsExactlyElementsOf(all.subList(1_000, all.size()));
    }

    /** A server on its own. */
    private static final class NoPeers implements Peers {

        @Override
        public void on(String topic, Consumer<UUID> listener) {
        }

        @Override
        public void ring(String topic, UUID key) {
        }
    }

    private AssertSubscriber<List<RunEvent>> follow(long after, long demand) {
        return feed.events(FENCE.runId(), after).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }

    private void write(int count) {
        write(count, "line");
    }

    private void write(int count, String text) {
        var entries = LongStream.range(0, count).mapToObj(i -> JournalEntry.text(RunEventKind.RAW, text)).toList();
        journal.append(FENCE, new JournalBatch(1, entries, 0, 0, JournalBatch.Spent.NOTHING, null)).await().atMost(SOON);
    }

    private static void awaitSeqs(AssertSubscriber<List<RunEvent>> subscriber, long first, long last) {
        var expected = LongStream.rangeClosed(first, last).boxed().toList();
        Awaitility.await().pollInterval(Duration.ofMillis(2)).atMost(SOON).until(() -> seqs(subscriber).equals(expected));
    }

    private static List<Long> seqs(AssertSubscriber<List<RunEvent>> subscriber) {
        return List.copyOf(subscriber.getItems()).stream().flatMap(List::stream).map(RunEvent::seq).toList();
    }

    /** The rows are in memory here: nobody may reach for a database. */
    private static Pool noPool() {
        return new Pool((io.vertx.sqlclient.Pool) Proxy.newProxyInstance(RunFeedTest.class.getClassLoader(),
                new Class<?>[] { io.vertx.sqlclient.Pool.class }, (proxy, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                }));
    }

    /** One run's journal in memory. */
    private static final class Rows extends JournalRepository {

        private final List<RunEvent> events = new ArrayList<>();
        private final AtomicInteger reads = new AtomicInteger();
        private volatile boolean known = true;
        private volatile boolean closed;
        private volatile int deletedUpTo;

        @Override
        public synchronized Uni<Long> append(SqlClient client, RunFence fence, JournalBatch batch) {
            for (var entry : batch.entries()) {
                events.add(new RunEvent(events.size() + 1, batch.iteration(), Instant.EPOCH, entry.kind(), null, entry.text(),
                        null, null, null, null, null, null, null, null, null, null));
            }
            return Uni.createFrom().item((long) events.size());
        }

        @Override
        public Uni<List<RunEvent>> after(SqlClient client, UUID runId, long seq, int limit, long maxBytes) {
            return Uni.createFrom().item(() -> read(seq, limit));
        }

        private synchronized List<RunEvent> read(long seq, int limit) {
            reads.incrementAndGet();
            return events.stream().skip(Math.max(seq, deletedUpTo)).limit(limit).toList();
        }

        @Override
        public Uni<End> end(SqlClient client, UUID runId) {
            return Uni.createFrom().item(this::end);
        }

        private synchronized End end() {
            return new End(known, events.size(), closed || !known);
        }
    }
}
