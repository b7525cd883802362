package dev.ringmaster.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Tells waiters in this process that something about a key may have changed. It carries no data and may ring for nothing;
 * whoever waits reads the truth from its table. A waiter takes a ticket before it reads, so that no ring between the read
 * and the wait is lost. Rings are forgotten with their last waiter: the timeout is the net.
 */
public final class Doorbell<K> {

    private final ConcurrentHashMap<K, Waiters> waiting = new ConcurrentHashMap<>();

    /** Somebody who waits on a key. Close it, or the key is remembered for ever. */
    public final class Ticket implements AutoCloseable {

        private final K key;
        private final Waiters waiters;
        private long heard;

        private Ticket(K key, Waiters waiters) {
            this.key = key;
            this.waiters = waiters;
            this.heard = waiters.rings();
        }

        /** Call before reading: a ring after this moment ends the next {@link #await}. */
        public void listen() {
            heard = waiters.rings();
        }

        /** Completes at once if it rang since {@link #listen}, else at the next ring, or after {@code atMost}. */
        public Uni<Void> await(Duration atMost) {
            return Uni.createFrom().<Void> emitter(emitter -> waiters.add(heard, emitter))
                    .ifNoItem().after(atMost).recoverWithItem(() -> null);
        }

        @Override
        public void close() {
            waiting.computeIfPresent(key, (k, w) -> w.leave() ? null : w);
        }
    }

    public Ticket ticket(K key) {
        var waiters = waiting.compute(key, (k, present) -> {
            var entry = present == null ? new Waiters() : present;
            entry.join();
            return entry;
        });
        return new Ticket(key, waiters);
    }

    public void ring(K key) {
        @Nullable
        Waiters waiters = waiting.get(key);
        if (waiters != null) {
            waiters.ring();
        }
    }

    private static final class Waiters {

        private final List<UniEmitter<? super Void>> emitters = new ArrayList<>();
        private long rings;
        private int members;

        synchronized long rings() {
            return rings;
        }

        synchronized void join() {
            members++;
        }

        synchronized boolean leave() {
            return --members == 0;
        }

        void add(long heard, UniEmitter<? super Void> emitter) {
            synchronized (this) {
                if (rings == heard) {
                    emitters.add(emitter);
                    emitter.onTermination(() -> remove(emitter));
                    return;
                }
            }
            emitter.complete(null);
        }

        private synchronized void remove(UniEmitter<? super Void> emitter) {
            emitters.remove(emitter);
        }

        void ring() {
            List<UniEmitter<? super Void>> woken;
            synchronized (this) {
                rings++;
                woken = List.copyOf(emitters);
                emitters.clear();
            }
            woken.forEach(emitter -> emitter.complete(null));
        }
    }
}
