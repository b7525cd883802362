package dev.ringmaster.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.runner.Runner.Slice;
import dev.ringmaster.runner.Runner.Stream;

/**
 * Reads one run's output files by demand: the files are the buffer, and no more than one slice is in memory. Files are
 * opened for each slice, so that three hundred tailers hold no descriptors and a deleted file is noticed.
 */
final class SpoolTailer implements Flow.Publisher<Slice> {

    static final int MAX_SLICE = 256 * 1024;

    /** Slices before the thread is handed to another tailer. */
    private static final int BURST = 4;

    /** Whether a process lives costs a look into /proc, so only every so many ticks ask that. */
    private static final int TICKS_PER_LIVENESS = 5;

    private final RunDirectory run;
    private final Map<Stream, Long> start;
    private final Predicate<Boolean> ended;
    private final SpoolWatcher watcher;
    private final Executor readers;

    /** @param ended whether the process has ended; asked with true to look at the process, else at the state file only */
    SpoolTailer(RunDirectory run, Map<Stream, Long> start, Predicate<Boolean> ended, SpoolWatcher watcher,
            Executor readers) {
        this.run = run;
        this.start = start;
        this.ended = ended;
        this.watcher = watcher;
        this.readers = readers;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Slice> subscriber) {
        subscriber.onSubscribe(new Tail(subscriber));
    }

    /** Signals are serialised by {@code work}: whoever raises it from 0 owns the tail until it is back at 0. */
    private final class Tail implements Flow.Subscription, SpoolWatcher.Listener, Runnable {

        private final Flow.Subscriber<? super Slice> downstream;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger work = new AtomicInteger();
        private volatile boolean finished;
        private volatile boolean lookAtProcess = true;
        private volatile @Nullable IllegalArgumentException badRequest;
        private int ticks;

        private final Map<Stream, Long> next = new EnumMap<>(start);
        private final Map<Stream, Long> limit = new EnumMap<>(Stream.class);
        private Stream turn = Stream.STDERR;
        private boolean watching;

        Tail(Flow.Subscriber<? super Slice> downstream) {
            this.downstream = downstream;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                badRequest = new IllegalArgumentException("requested " + n + " slices; it must be at least 1");
            } else {
                demand.accumulateAndGet(n, (left, right) -> left + right < 0 ? Long.MAX_VALUE : left + right);
            }
            wake();
        }

        @Override
        public void cancel() {
            finished = true;
            wake();
        }

        @Override
        public void changed() {
            if (demand.get() > 0) {
                wake();
            }
        }

        @Override
        public void tick() {
            if (++ticks % TICKS_PER_LIVENESS == 0) {
                lookAtProcess = true;
            }
            changed();
        }

        private void wake() {
            if (work.getAndIncrement() == 0) {
                resume();
            }
        }

        private void resume() {
            try {
                readers.execute(this);
            } catch (RejectedExecutionException closed) {
                fail(new RunnerException("The runner was closed while " + run.path() + " was read.", closed));
            }
        }

        /** One owner at a time. Returns without giving the ownership back when the rest is queued behind other tailers. */
        @Override
        public void run() {
            int seen = work.get();
            while (seen != 0) {
                try {
                    if (!advance()) {
                        resume();
                        return;
                    }
                } catch (NoSuchFileException e) {
                    fail(new RunnerException("The spool file " + e.getFile() + " was deleted while it was read; the rest of"
                            + " this output is lost.", e));
                } catch (IOException e) {
                    fail(new RunnerException("The spool " + run.path() + " cannot be read: " + e.getMessage(), e));
                } catch (RuntimeException e) {
                    fail(e);
                }
                seen = work.addAndGet(-seen);
            }
        }

        /** False when there is more to do but it is somebody else's turn. */
        private boolean advance() throws IOException {
            if (badRequest != null && !finished) {
                fail(badRequest);
            }
            for (int count = 0; !finished && demand.get() > 0; count++) {
                if (count == BURST) {
                    return false;
                }
                attach();
                Slice slice = nextSlice();
                if (slice == null && limit.isEmpty() && hasEnded()) {
                    // The end was seen first, so what the files hold now is everything up to it.
                    for (var stream : Stream.values()) {
                        limit.put(stream, size(stream));
                    }
                    slice = nextSlice();
                }
                if (slice != null) {
                    demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
                    downstream.onNext(slice);
                } else if (limit.isEmpty()) {
                    return true;
                } else {
                    detach();
                    finished = true;
                    downstream.onComplete();
                }
            }
            if (finished) {
                detach();
            }
            return true;
        }

        private boolean hasEnded() {
            boolean thorough = lookAtProcess;
            lookAtProcess = false;
            return ended.test(thorough);
        }

        /** Watched before the first look, so that no write in between is missed. */
        private void attach() {
            if (!watching) {
                watching = true;
                watcher.watch(run.path(), this);
            }
        }

        private void detach() {
            if (watching) {
                watching = false;
                watcher.unwatch(run.path(), this);
            }
        }

        private void fail(RuntimeException failure) {
            detach();
            if (!finished) {
                finished = true;
                downstream.onError(failure);
            }
        }

        private @Nullable Slice nextSlice() throws IOException {
            // In turns, so that neither stream waits for the other to fall silent.
            turn = turn == Stream.STDOUT ? Stream.STDERR : Stream.STDOUT;
            Slice slice = nextSlice(turn);
            return slice != null ? slice : nextSlice(turn == Stream.STDOUT ? Stream.STDERR : Stream.STDOUT);
        }

        private @Nullable Slice nextSlice(Stream stream) throws IOException {
            long from = position(stream);
            long to = Math.min(limit.getOrDefault(stream, Long.MAX_VALUE), size(stream));
            if (to <= from) {
                return null;
            }
            var slice = read(stream, from, (int) Math.min(MAX_SLICE, to - from));
            next.put(stream, from + slice.bytes().length);
            return slice;
        }

        private long position(Stream stream) {
            return next.getOrDefault(stream, 0L);
        }

        private long size(Stream stream) throws IOException {
            long from = position(stream);
            if (from == 0 && !Files.exists(run.path()) && ended.test(true)) {
                // Never started: there is nothing to read.
                return 0;
            }
            long size = Files.size(run.stream(stream));
            if (size < from) {
                throw new RunnerException("The spool file " + run.stream(stream) + " was truncated to " + size
                        + " bytes, but " + from + " had been read already; the rest of this output is lost.", null);
            }
            return size;
        }

        private Slice read(Stream stream, long from, int length) throws IOException {
            var buffer = ByteBuffer.allocate(length);
            try (var channel = FileChannel.open(run.stream(stream), StandardOpenOption.READ)) {
                int count = 0;
                while (buffer.hasRemaining() && count >= 0) {
                    count = channel.read(buffer, from + buffer.position());
                }
            }
            if (buffer.position() == 0) {
                throw new RunnerException("The spool file " + run.stream(stream) + " was truncated while it was read.", null);
            }
            return new Slice(stream, from, buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position())
                    : buffer.array());
        }
    }
}
