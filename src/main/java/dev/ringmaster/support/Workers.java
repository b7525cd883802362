package dev.ringmaster.support;

import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** The way from event loops to blocking work. */
public final class Workers {

    private Workers() {
    }

    /** Runs {@code work}, which may block, on the worker pool when the result is asked for. */
    public static <T> Uni<T> onWorker(Supplier<? extends T> work) {
        return Uni.createFrom().<T> item(work::get).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
