package dev.ringmaster.card.machine;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A server that moves cards and leaves everything else to others: what a test sees in the rows, nobody else changes. */
public final class WithoutActions implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("ringmaster.actions.enabled", "false", "ringmaster.loop.max-runs", "0");
    }
}
