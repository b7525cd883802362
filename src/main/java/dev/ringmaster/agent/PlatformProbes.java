package dev.ringmaster.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What the platforms' probes found, remembered for a minute: a probe starts processes. */
public final class PlatformProbes {

    private static final Duration FRESH = Duration.ofMinutes(1);

    private record Found(PlatformProbe probe, Instant at) {

        boolean fresh() {
            return at.plus(FRESH).isAfter(Instant.now());
        }
    }

    private final Platforms platforms;
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    public PlatformProbes(Platforms platforms) {
        this.platforms = platforms;
    }

    /** Completes when the platform can be used. Fails with PLATFORM_UNAVAILABLE and the probe's repair hint if not. */
    public Uni<Void> demand(String name) {
        var platform = platforms.find(name).orElseThrow(() -> new RingmasterException(ErrorCode.PLATFORM_UNAVAILABLE,
                "There is no platform \"" + name + "\". There are: " + String.join(", ",
                        platforms.byName().keySet().stream().sorted().toList()) + "."));
        return onWorker(() -> probe(platform)).invoke(probe -> {
            if (!probe.available()) {
                // Somebody may be repairing it right now: the next try looks again.
                found.remove(name);
                throw new RingmasterException(ErrorCode.PLATFORM_UNAVAILABLE, probe.message());
            }
        }).replaceWithVoid();
    }

    /** All platforms, by name. */
    public Uni<List<PlatformProbe>> all() {
        return onWorker(() -> platforms.all().stream().map(this::probe)
                .sorted(Comparator.comparing(PlatformProbe::platform)).toList());
    }

    private PlatformProbe probe(CodingPlatform platform) {
        var known = found.get(platform.name());
        if (known != null && known.fresh()) {
            return known.probe();
        }
        var probe = platform.probe();
        found.put(platform.name(), new Found(probe, Instant.now()));
        return probe;
    }

    private static <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
