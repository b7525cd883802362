package dev.ringmaster.agent;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

/** The configured accounts, by name. */
public record Subscriptions(Map<String, Subscription> byName) {

    public Subscriptions {
        byName = Map.copyOf(byName);
    }

    public Collection<Subscription> all() {
        return byName.values();
    }

    /** The names of the platforms that they are on. */
    public Set<String> platforms() {
        return byName.values().stream().map(Subscription::platform).collect(Collectors.toSet());
    }

    /** @throws RingmasterException NO_SUBSCRIPTION_AVAILABLE when the configuration does not have it (any more) */
    public Subscription find(String name) {
        var found = byName.get(name);
        if (found == null) {
            throw new RingmasterException(ErrorCode.NO_SUBSCRIPTION_AVAILABLE, "The subscription \"" + name
                    + "\" is not configured any more. Add it under ringmaster.subscriptions again, or choose another.");
        }
        return found;
    }
}
