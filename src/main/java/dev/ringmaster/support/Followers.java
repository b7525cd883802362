package dev.ringmaster.support;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;

/** How many subscribers one kind of feed has on this server now, for Prometheus. */
public final class Followers {

    private final AtomicInteger count;

    /** @param feed its kind: one of few words */
    public Followers(String feed) {
        this.count = Objects.requireNonNull(Metrics.globalRegistry.gauge("ringmaster.feed.subscribers", Tags.of("feed", feed),
                new AtomicInteger()));
    }

    public void come() {
        count.incrementAndGet();
    }

    public void go() {
        count.decrementAndGet();
    }
}
