package dev.ringmaster.agent;

import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An account on a platform, as configured.
 *
 * @param priority lower numbers are chosen first
 * @param automatic whether a card may get it without asking for it by name
 * @param configDir the CLI's own configuration directory
 */
public record Subscription(String name, String platform, @Nullable String model, boolean enabled, int priority,
        int maxConcurrent, boolean automatic, Path configDir, Map<String, String> environment) {

    public Subscription {
        environment = Map.copyOf(environment);
    }

    /** Without the environment: it holds credentials. */
    @Override
    public String toString() {
        return "Subscription[" + name + " on " + platform + "]";
    }
}
