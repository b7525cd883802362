package dev.ringmaster.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What the platforms' probes found, remembered for a while: a probe starts processes. */
public final class PlatformProbes {

    private static final Duration FRESH = Duration.ofMinutes(10);
    /** Somebody may be repairing it right now. */
    private static final Duration BROKEN_FRESH = Duration.ofSeconds(10);

    private record Found(PlatformProbe probe, Instant at) {

        boolean fresh() {
            boolean good = probe.available() && !Boolean.FALSE.equals(probe.loggedIn());
            return at.plus(good ? FRESH : BROKEN_FRESH).isAfter(Instant.now());
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

    /** Those of the named platforms that there are, by name. */
    public Uni<Map<String, PlatformProbe>> of(Collection<String> names) {
        return onWorker(() -> names.stream().flatMap(name -> platforms.find(name).stream())
                .collect(Collectors.toMap(CodingPlatform::name, this::probe)));
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
