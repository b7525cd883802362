package dev.ringmaster.agent;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

/** Chooses the account for a run: the card's wish, else the project's, else the first enabled one by priority. */
public final class SubscriptionChoice {

    private SubscriptionChoice() {
    }

    /** @throws RingmasterException NO_SUBSCRIPTION_AVAILABLE, saying what is there and what to do */
    public static Subscription choose(Collection<Subscription> all, @Nullable String cardsWish,
            @Nullable String projectsDefault) {
        var wish = cardsWish == null || cardsWish.isBlank() ? projectsDefault : cardsWish;
        if (wish != null && !wish.isBlank()) {
            return named(all, wish);
        }
        return all.stream().filter(subscription -> subscription.enabled() && subscription.automatic())
                .min(Comparator.comparingInt(Subscription::priority).thenComparing(Subscription::name))
                .orElseThrow(() -> new RingmasterException(ErrorCode.NO_SUBSCRIPTION_AVAILABLE,
                        "No subscription is enabled. Add one under ringmaster.subscriptions, or name one on the card or "
                                + "the project. There are: " + names(all) + "."));
    }

    private static Subscription named(Collection<Subscription> all, String wish) {
        var found = all.stream().filter(subscription -> subscription.name().equals(wish)).findFirst()
                .orElseThrow(() -> new RingmasterException(ErrorCode.NO_SUBSCRIPTION_AVAILABLE, "There is no subscription \""
                        + wish + "\". There are: " + names(all) + "."));
        if (!found.enabled()) {
            throw new RingmasterException(ErrorCode.NO_SUBSCRIPTION_AVAILABLE, "The subscription \"" + wish
                    + "\" is switched off in the configuration. Switch it on, or choose another: " + names(all) + ".");
        }
        return found;
    }

    private static String names(Collection<Subscription> all) {
        return all.isEmpty() ? "none"
                : all.stream().map(Subscription::name).sorted().collect(Collectors.joining(", "));
    }
}
