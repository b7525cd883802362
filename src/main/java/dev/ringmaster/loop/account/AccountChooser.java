package dev.ringmaster.loop.account;

import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.PlatformProbes;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.agent.SubscriptionChoice;
import dev.ringmaster.agent.Subscriptions;
import dev.ringmaster.security.secret.SecretVault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Which account a run gets, by what is known of all of them at the moment. */
@ApplicationScoped
public class AccountChooser {

    private final Pool pool;
    private final Subscriptions subscriptions;
    private final PlatformProbes probes;
    private final AccountRepository accounts;
    private final SecretVault secrets;

    AccountChooser(Pool pool, Subscriptions subscriptions, PlatformProbes probes, AccountRepository accounts,
            SecretVault secrets) {
        this.pool = pool;
        this.subscriptions = subscriptions;
        this.probes = probes;
        this.accounts = accounts;
        this.secrets = secrets;
    }

    /**
     * For a run that begins.
     *
     * @throws dev.ringmaster.support.RingmasterException (as failure) NO_SUBSCRIPTION_AVAILABLE, or PLATFORM_UNAVAILABLE when
     *         its CLI is not installed, or VALIDATION when it refers to a secret that cannot be used
     */
    public Uni<Subscription> choose(@Nullable String cardsWish, @Nullable String projectsDefault) {
        return known()
                .map(known -> SubscriptionChoice.choose(subscriptions.all(), cardsWish, projectsDefault, known::ready,
                        known::able))
                .call(chosen -> probes.demand(chosen.platform())).call(this::demandSecrets);
    }

    /** Fails when its environment refers to a secret that is not there. */
    private Uni<Void> demandSecrets(Subscription chosen) {
        return chosen.environment().values().stream().noneMatch(SecretVault::isReference) ? Uni.createFrom().voidItem()
                : secrets.refresh().invoke(() -> secrets.reveal(chosen.environment()));
    }

    /** For a run that leaves an account because its limit is reached: the next that could start right now. */
    public Uni<Optional<Subscription>> instead(String left) {
        return known().map(known -> SubscriptionChoice.instead(subscriptions.all(), left, known::ready));
    }

    private Uni<Known> known() {
        return Uni.combine().all().unis(accounts.now(pool), probes.troubles(subscriptions.all())).asTuple()
                .map(both -> new Known(both.getItem1(), both.getItem2()));
    }

    /** @param troubles why accounts cannot start an agent, whatever their standing */
    private record Known(Map<String, AccountStanding> standings, Map<String, String> troubles) {

        boolean able(Subscription account) {
            return !troubles.containsKey(account.name());
        }

        boolean ready(Subscription account) {
            return able(account)
                    && standings.getOrDefault(account.name(), AccountStanding.UNKNOWN).ready(account);
        }
    }
}
