package dev.ringmaster.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

class DoorbellTest {

    /** So long that a test which needs it has failed. */
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Doorbell<String> doorbell = new Doorbell<>();

    @Test
    void aRingEndsTheWaitOfAllWhoWaitOnThatKey() {
        try (var first = doorbell.ticket("a"); var second = doorbell.ticket("a"); var other = doorbell.ticket("b")) {
            var one = wait(first);
            var two = wait(second);
            var three = wait(other);
            one.assertNotTerminated();

            doorbell.ring("a");

            one.assertCompleted();
            two.assertCompleted();
            three.assertNotTerminated();
            three.cancel();
        }
    }

    @Test
    void aRingBetweenListeningAndWaitingIsNotLost() {
        try (var ticket = doorbell.ticket("a")) {
            ticket.listen();
            doorbell.ring("a");

            wait(ticket).assertCompleted();
        }
    }

    @Test
    void aRingBetweenTheTicketAndTheFirstWaitIsNotLost() {
        try (var ticket = doorbell.ticket("a")) {
            doorbell.ring("a");

            wait(ticket).assertCompleted();
        }
    }

    @Test
    void aRingBeforeListeningIsOver() {
        try (var ticket = doorbell.ticket("a")) {
            doorbell.ring("a");
            ticket.listen();

            var waiting = wait(ticket);
            waiting.assertNotTerminated();
            waiting.cancel();
        }
    }

    @Test
    void withoutARingTheWaitEndsByItself() {
        try (var ticket = doorbell.ticket("a")) {
            ticket.await(Duration.ofMillis(20)).subscribe().withSubscriber(UniAssertSubscriber.create())
                    .awaitItem(SOON).assertCompleted();
        }
    }

    @Test
    void whoHasClosedDoesNotSilenceTheOthers() {
        var closed = doorbell.ticket("a");
        try (var open = doorbell.ticket("a")) {
            var waiting = wait(open);
            closed.close();

            doorbell.ring("a");

            waiting.assertCompleted();
        }
    }

    @Test
    void aRingForNobodyIsForgotten() {
        doorbell.ring("a");
        try (var ticket = doorbell.ticket("a")) {
            var waiting = wait(ticket);
            waiting.assertNotTerminated();
            waiting.cancel();
        }
    }

    /** Whoever reads before the last change was made must be woken by it: a lost ring costs a wait of {@link #LONG}. */
    @Test
    void noRingIsLostAmongThreads() throws Exception {
        int writers = 4;
        int changes = 5_000;
        var value = new AtomicInteger();
        var waits = new AtomicInteger();
        var start = new CountDownLatch(1);
        try (var threads = Executors.newCachedThreadPool()) {
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 8; i++) {
                all.add(CompletableFuture.runAsync(() -> {
                    try (var ticket = doorbell.ticket("a")) {
                        ticket.listen();
                        while (value.get() < writers * changes) {
                            waits.incrementAndGet();
                            ticket.await(LONG).await().indefinitely();
                            ticket.listen();
                        }
                    }
                }, threads));
            }
            for (int i = 0; i < writers; i++) {
                all.add(CompletableFuture.runAsync(() -> {
                    await(start);
                    for (int change = 0; change < changes; change++) {
                        value.incrementAndGet();
                        doorbell.ring("a");
                    }
                }, threads));
            }
            start.countDown();

            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(SOON.toSeconds(), TimeUnit.SECONDS);
        }

        assertThat(value).hasValue(writers * changes);
        assertThat(waits).hasPositiveValue();
    }

    private static UniAssertSubscriber<Void> wait(Doorbell<String>.Ticket ticket) {
        return ticket.await(LONG).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
