package dev.ringmaster.loop;

import java.time.Duration;

import dev.ringmaster.loop.rules.StopRules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How loops behave, whatever the agent. */
@ConfigMapping(prefix = "ringmaster.loop")
public interface LoopConfig {

    /** Pause between two iterations. */
    @WithDefault("1s")
    Duration cooldown();

    /** Pause after the first error in a row; doubles with each further one. */
    @WithDefault("5s")
    Duration errorCooldown();

    /** How many errors in a row end a run. */
    @WithDefault("3")
    int circuitBreaker();

    /** How many iterations in a row may change nothing before the run asks for help. */
    @WithDefault("3")
    int noProgress();

    /** First wait for a usage limit whose end the platform did not tell; doubles with each further one. */
    @WithDefault("1m")
    Duration limitBackoff();

    /** The longest wait for a usage limit whose end is not known. */
    @WithDefault("1h")
    Duration maxLimitBackoff();

    /** How many usage limits in a row are waited for. */
    @WithDefault("20")
    int maxParks();

    /** How long an agent that met a usage limit may wait for its end by itself before the server ends it and waits instead. */
    @WithDefault("2m")
    Duration limitPatience();

    /** An agent that prints nothing for this long, has no tool call open and does not use the CPU is ended as hung. */
    @WithDefault("30m")
    Duration hangAfter();

    /** An agent that prints nothing for this long is ended as hung, whatever it does. */
    @WithDefault("2h")
    Duration hangInToolAfter();

    /** How long an agent may live on after it has reported its result. */
    @WithDefault("20s")
    Duration resultGrace();

    /** How long an agent gets to end by itself when it is stopped. At most 5 s keeps the promise of 10 s in all. */
    @WithDefault("4s")
    Duration stopGrace();

    /** How long a project's check or setup command may take. */
    @WithDefault("30m")
    Duration checkTimeout();

    /** How many runs one server works on at a time. */
    @WithDefault("300")
    int maxRuns();

    default StopRules rules() {
        return new StopRules(cooldown(), errorCooldown(), circuitBreaker(), noProgress(), limitBackoff(),
                maxLimitBackoff(), maxParks());
    }
}
