package dev.ringmaster.security.audit;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The audit log. */
@ConfigMapping(prefix = "ringmaster.audit")
public interface AuditConfig {

    /** Entries older than this are deleted; a day at least. */
    @WithDefault("365d")
    Duration retention();

    /** Reading the same transcript or the same prompts, and being refused the same thing, is noted once in this time. */
    @WithDefault("1h")
    Duration repeatAfter();
}
