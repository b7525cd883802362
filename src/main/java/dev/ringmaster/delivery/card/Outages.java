package dev.ringmaster.delivery.card;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when actions have found another system out of reach, as this server has seen it. A server that starts counts anew: that
 * only makes it ask later.
 */
final class Outages {

    /** An action that has not come for so long after it might have is not tried any more. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final Duration patience;
    private final Map<Long, Outage> ofAction = new ConcurrentHashMap<>();

    private record Outage(Instant since, Instant last) {
    }

    /** @param patience how long one may last before a person should look */
    Outages(Duration patience) {
        this.patience = patience;
    }

    /** Notes that the action has found it out of reach. @return whether it has without a break, for longer than the patience */
    boolean lasting(long action, Instant now) {
        ofAction.values().removeIf(outage -> outage.last().plus(patience).plus(FORGOTTEN).isBefore(now));
        var outage = ofAction.merge(action, new Outage(now, now), (known, seen) -> new Outage(known.since(), seen.last()));
        return !now.isBefore(outage.since().plus(patience));
    }

    /** The action has had an answer. */
    void over(long action) {
        ofAction.remove(action);
    }
}
