package dev.ringmaster.loop.account;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Subscription;

/**
 * What is known of an account at the moment.
 *
 * @param running how many of its agents run now, on all servers
 * @param refusal why its login was refused, null when nothing is known against it
 * @param parkedUntil when its usage limit ends, null when it has reached none
 */
public record AccountStanding(int running, @Nullable String refusal, @Nullable Instant parkedUntil,
        @Nullable String limitMessage) {

    static final AccountStanding UNKNOWN = new AccountStanding(0, null, null, null);

    /** It could start an agent right now, as far as is known. */
    boolean ready(Subscription subscription) {
        return refusal == null && parkedUntil == null && running < subscription.maxConcurrent();
    }
}
