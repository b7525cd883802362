package dev.ringmaster.card.machine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What this server does of the work that transitions ask for. */
@ConfigMapping(prefix = "ringmaster.actions")
public interface ActionConfig {

    /**
     * Whether this server works on actions. Where it does not, they wait in the outbox for one that does: with
     * {@code ringmaster.loop.max-runs=0}, a replica that only serves the API.
     */
    @WithDefault("true")
    boolean enabled();
}
