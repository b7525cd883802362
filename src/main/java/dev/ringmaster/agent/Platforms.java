package dev.ringmaster.agent;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The platforms this server can run, by name. */
public record Platforms(Map<String, CodingPlatform> byName) {

    public Platforms {
        byName = Map.copyOf(byName);
    }

    public Optional<CodingPlatform> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<CodingPlatform> all() {
        return byName.values();
    }
}
