package dev.ringmaster.loop.work;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

/** The border between workers, which read as plain code on their own threads, and the reactive database client. */
final class Await {

    /** Longer than any statement of ours takes: past it, the database is taken to be gone. */
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private Await() {
    }

    /** @throws io.smallrye.mutiny.TimeoutException after 30 s */
    static <T> T of(Uni<T> uni) {
        return uni.await().atMost(AT_MOST);
    }
}
