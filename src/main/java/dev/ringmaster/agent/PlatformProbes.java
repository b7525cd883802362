package dev.ringmaster.agent;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What the platforms' probes found, remembered for a while: a probe starts processes. */
public final class PlatformProbes {

    private final Map<String, RememberedProbe> byName;

    public PlatformProbes(Platforms platforms) {
        this.byName = platforms.all().stream()
                .collect(Collectors.toUnmodifiableMap(CodingPlatform::name, RememberedProbe::new));
    }

    /** Completes when the platform can be used. Fails with PLATFORM_UNAVAILABLE and the probe's repair hint if not. */
    public Uni<Void> demand(String name) {
        var remembered = byName.get(name);
        if (remembered == null) {
            throw new RingmasterException(ErrorCode.PLATFORM_UNAVAILABLE, "There is no platform \"" + name
                    + "\". There are: " + String.join(", ", byName.keySet().stream().sorted().toList()) + ".");
        }
        return onWorker(remembered::ask).invoke(probe -> {
            if (!probe.available()) {
                // Somebody may be repairing it right now: the next try looks again.
                remembered.forget();
                throw new RingmasterException(ErrorCode.PLATFORM_UNAVAILABLE, probe.message());
            }
        }).replaceWithVoid();
    }

    /** All platforms, by name. */
    public Uni<List<PlatformProbe>> all() {
        return onWorker(() -> byName.values().stream().map(RememberedProbe::ask)
                .sorted(Comparator.comparing(PlatformProbe::platform)).toList());
    }

    /** Those of the named platforms that there are, by name. */
    public Uni<Map<String, PlatformProbe>> of(Collection<String> names) {
        return onWorker(() -> byName.entrySet().stream().filter(known -> names.contains(known.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, known -> known.getValue().ask())));
    }

    /** Why accounts cannot start an agent, by their names; nothing of those that can, as far as is known. */
    public Uni<Map<String, String>> troubles(Collection<Subscription> accounts) {
        return onWorker(() -> {
            var troubles = new HashMap<String, String>();
            for (var account : accounts) {
                var remembered = byName.get(account.platform());
                var trouble = remembered == null ? trouble(account, null, null)
                        : trouble(account, remembered.platform(), remembered.ask());
                if (trouble != null) {
                    troubles.put(account.name(), trouble);
                }
            }
            return Map.copyOf(troubles);
        });
    }

    /**
     * Why an account cannot start an agent, and what repairs it; null when nothing is known against it. Reads files.
     *
     * @param platform the account's, null when there is no such platform
     * @param probe what was found of it
     */
    public static @Nullable String trouble(Subscription account, @Nullable CodingPlatform platform,
            @Nullable PlatformProbe probe) {
        if (platform == null || probe == null) {
            return "There is no platform \"" + account.platform() + "\".";
        }
        if (!probe.available()) {
            return probe.message();
        }
        return Boolean.FALSE.equals(platform.loggedIn(account))
                ? "Not logged in. Log in with: " + platform.login(account.configDir())
                : null;
    }

    private static <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
