package dev.ringmaster.loop.account;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.PlatformProbes;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.agent.Subscriptions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** The accounts agents work under, and how they are. */
@GraphQLApi
public class SubscriptionApi {

    private final Pool pool;
    private final Subscriptions subscriptions;
    private final AccountRepository accounts;
    private final PlatformProbes probes;

    SubscriptionApi(Pool pool, Subscriptions subscriptions, AccountRepository accounts, PlatformProbes probes) {
        this.pool = pool;
        this.subscriptions = subscriptions;
        this.accounts = accounts;
        this.probes = probes;
    }

    /**
     * @param running how many of its agents run now
     * @param parkedUntil when its usage limit ends, null when it has reached none
     * @param healthy false when its CLI cannot be used, when it is known not to be logged in, or when its login was refused and
     *        nothing has worked with it since
     * @param message what is wrong with it and what repairs it; null when nothing is known
     */
    @Type("AgentSubscription")
    public record AgentSubscription(@NonNull String name, @NonNull String platform, @Nullable String model,
            boolean enabled, int priority, int maxConcurrent, int running, @Nullable Instant parkedUntil,
            boolean healthy, @Nullable String message) {

        static AgentSubscription of(Subscription one, AccountStanding now, @Nullable String cannotStart) {
            String trouble = cannotStart == null ? now.refusal() : cannotStart;
            return new AgentSubscription(one.name(), one.platform(), one.model(), one.enabled(), one.priority(),
                    one.maxConcurrent(), now.running(), now.parkedUntil(), trouble == null,
                    trouble == null ? now.limitMessage() : trouble);
        }
    }

    @Query("subscriptions")
    public @NonNull Uni<List<@NonNull AgentSubscription>> subscriptions() {
        return Uni.combine().all().unis(accounts.now(pool), probes.troubles(subscriptions.all())).asTuple()
                .map(both -> all(both.getItem1(), both.getItem2()));
    }

    /** What is used of the windows that its platform tells of; empty for a platform that tells of none. */
    @Name("windows")
    public @NonNull Uni<List<List<@NonNull UsageWindow>>> windows(@Source List<AgentSubscription> ofThese) {
        return accounts.windows(pool)
                .map(found -> ofThese.stream().map(one -> found.getOrDefault(one.name(), List.of())).toList());
    }

    private List<AgentSubscription> all(Map<String, AccountStanding> standings, Map<String, String> troubles) {
        return subscriptions.all().stream().sorted(Comparator.comparing(Subscription::name))
                .map(one -> AgentSubscription.of(one, standings.getOrDefault(one.name(), AccountStanding.UNKNOWN),
                        troubles.get(one.name())))
                .toList();
    }
}
