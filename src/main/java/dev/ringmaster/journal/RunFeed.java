package dev.ringmaster.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.support.Doorbell;
import dev.ringmaster.support.Followers;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * A run's journal from a cursor on: what is there, then what comes. The journal itself is the buffer: rows are read when
 * the subscriber asks for more, so a slow one costs nothing, misses nothing, and slows nobody.
 */
@ApplicationScoped
@Startup // its gauge is there before the first follower
public class RunFeed {

    /** What one message to a client should hold: a socket takes the next only when this one is on its way. */
    private static final int BATCH_CHARS = 24 * 1024;
    /** No more than these fit, whatever they hold, and a read that is thrown away is one that all followers wait for. */
    private static final int BATCH_EVENTS = BATCH_CHARS / RunEvent.FRAME;
    /** A character of Java's is at most three bytes of the database's. */
    private static final long BATCH_BYTES = 3 * BATCH_CHARS;
    /** The net under the doorbell: another server may have written. */
    private static final Duration POLL = Duration.ofSeconds(1);
    /** After a batch the next one waits this long, so that a burst travels in few messages. */
    private static final Duration COALESCE = Duration.ofMillis(8);

    private final Pool pool;
    private final JournalRepository repository;
    private final Journal journal;
    private final Followers followers = new Followers("run");

    RunFeed(Pool pool, JournalRepository repository, Journal journal) {
        this.pool = pool;
        this.repository = repository;
        this.journal = journal;
    }

    /**
     * Batches of events with {@code seq > after}, gapless and in order; ends when the run has.
     *
     * @throws RingmasterException (as failure) NOT_FOUND for an unknown run
     */
    public Multi<List<RunEvent>> events(UUID runId, long after) {
        return Multi.createFrom().resource(() -> {
            followers.come();
            return new Cursor(runId, after, journal.follow(runId));
        }, this::batches)
                .withFinalizer(cursor -> {
                    followers.go();
                    cursor.ticket.close();
                });
    }

    private Multi<List<RunEvent>> batches(Cursor cursor) {
        return Multi.createBy().repeating().uni(() -> next(cursor))
                .whilst(look -> !look.ended())
                .map(Look::events)
                .filter(events -> !events.isEmpty());
    }

    /** What one look at the journal brought: perhaps nothing yet. */
    private record Look(List<RunEvent> events, boolean ended) {

        private static final Look NOTHING_YET = new Look(List.of(), false);
        private static final Look THE_END = new Look(List.of(), true);
    }

    private Uni<Look> next(Cursor cursor) {
        return cursor.pause().chain(() -> {
            cursor.ticket.listen();
            return repository.after(pool, cursor.runId, cursor.seq, BATCH_EVENTS, BATCH_BYTES);
        }).flatMap(events -> events.isEmpty() ? waitOrEnd(cursor)
                : Uni.createFrom().item(new Look(cursor.advance(events), false)));
    }

    private Uni<Look> waitOrEnd(Cursor cursor) {
        return repository.end(pool, cursor.runId).flatMap(end -> {
            if (!end.known()) {
                throw RingmasterException.notFound("run", cursor.runId);
            }
            if (end.closed()) {
                return end.lastSeq() <= cursor.seq ? Uni.createFrom().item(Look.THE_END) : last(cursor, end.lastSeq());
            }
            return cursor.ticket.await(POLL).replaceWith(Look.NOTHING_YET);
        });
    }

    /** The run has ended and more should be there: it was written since the last look, or retention has deleted it. */
    private Uni<Look> last(Cursor cursor, long lastSeq) {
        return repository.after(pool, cursor.runId, cursor.seq, BATCH_EVENTS, BATCH_BYTES)
                .map(rest -> new Look(rest.isEmpty() ? cursor.skipTo(lastSeq) : cursor.advance(rest), false));
    }

    private static final class Cursor {

        private final UUID runId;
        private final Doorbell<UUID>.Ticket ticket;
        private long seq;
        private long lastBatchNanos = System.nanoTime() - COALESCE.toNanos();

        private Cursor(UUID runId, long after, Doorbell<UUID>.Ticket ticket) {
            this.runId = runId;
            this.seq = after;
            this.ticket = ticket;
        }

        private Uni<Void> pause() {
            // Timers count in milliseconds, and one of zero is refused.
            var left = COALESCE.minusNanos(System.nanoTime() - lastBatchNanos).toMillis();
            return left <= 0 ? Uni.createFrom().voidItem()
                    : Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(left));
        }

        /** As many events as fit, and one in any case. */
        private static List<RunEvent> bounded(List<RunEvent> found) {
            long chars = 0;
            for (int i = 0; i < found.size(); i++) {
                chars += found.get(i).chars();
                if (chars > BATCH_CHARS) {
                    return found.subList(0, Math.max(1, i));
                }
            }
            return found;
        }

        private List<RunEvent> skipTo(long lastSeq) {
            var gap = RunEvent.gap(seq + 1, lastSeq, 0, Instant.now());
            seq = lastSeq;
            return List.of(gap);
        }

        /** Where retention has deleted rows, the reader is told so instead of being left to count. */
        private List<RunEvent> advance(List<RunEvent> found) {
            var batch = bounded(found);
            var first = batch.getFirst();
            var whole = first.seq() == seq + 1 ? batch
                    : Stream.concat(
                            Stream.of(RunEvent.gap(seq + 1, first.seq() - 1, first.iteration(), first.at())), batch.stream())
                            .toList();
            seq = batch.getLast().seq();
            lastBatchNanos = System.nanoTime();
            return whole;
        }
    }
}
