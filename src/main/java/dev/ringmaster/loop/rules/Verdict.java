package dev.ringmaster.loop.rules;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What the rules say between two iterations. */
public sealed interface Verdict {

    /**
     * Start another iteration.
     *
     * @param resume go on with the agent session of the last iteration, which was cut off
     */
    record GoOn(Duration after, boolean resume) implements Verdict {
    }

    record Finish(StopReason reason, String message) implements Verdict {
    }

    /** Wait: until a time, or (null) until a person resumes. */
    record Park(@Nullable Instant until, String message, boolean loginNeeded) implements Verdict {
    }

    /** Go on at once on another account, if there is one that can work; else wait until then. */
    record FailOver(Instant until, String message) implements Verdict {
    }

    record Pause() implements Verdict {
    }
}
