package dev.ringmaster.agent;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

/**
 * Chooses the account for a run: the card's wish, else the project's, else by priority among the enabled ones that are ready
 * to work; else among those that are able to once it is their turn, else among all enabled ones.
 */
public final class SubscriptionChoice {

    private SubscriptionChoice() {
    }

    /**
     * @param ready whether it could work right now; like the next, not asked of one that is named
     * @param able whether its CLI is there and logged in, as far as is known; it may be busy or limited
     * @throws RingmasterException NO_SUBSCRIPTION_AVAILABLE, saying what is there and what to do
     */
    public static Subscription choose(Collection<Subscription> all, @Nullable String cardsWish,
            @Nullable String projectsDefault, Predicate<Subscription> ready, Predicate<Subscription> able) {
        var wish = cardsWish == null || cardsWish.isBlank() ? projectsDefault : cardsWish;
        if (wish != null && !wish.isBlank()) {
            return named(all, wish);
        }
        return first(all, ready).or(() -> first(all, able)).or(() -> first(all, any -> true))
                .orElseThrow(() -> new RingmasterException(ErrorCode.NO_SUBSCRIPTION_AVAILABLE,
                        "No subscription is enabled. Add one under ringmaster.subscriptions, or name one on the card or "
                                + "the project. There are: " + names(all) + "."));
    }

    /** Another one for a run that has to leave its account; empty when none could work right now. */
    public static Optional<Subscription> instead(Collection<Subscription> all, String left, Predicate<Subscription> ready) {
        return first(all, ready.and(subscription -> !subscription.name().equals(left)));
    }

    private static Optional<Subscription> first(Collection<Subscription> all, Predicate<Subscription> ready) {
        return all.stream().filter(subscription -> subscription.enabled() && subscription.automatic()).filter(ready)
                .min(Comparator.comparingInt(Subscription::priority).thenComparing(Subscription::name));
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
