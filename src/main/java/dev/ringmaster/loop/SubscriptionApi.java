package dev.ringmaster.loop;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Subscription;
import dev.ringmaster.agent.Subscriptions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** The accounts agents work under, and how busy they are. */
@GraphQLApi
public class SubscriptionApi {

    private final Pool pool;
    private final Subscriptions subscriptions;

    SubscriptionApi(Pool pool, Subscriptions subscriptions) {
        this.pool = pool;
        this.subscriptions = subscriptions;
    }

    /**
     * @param running how many of its agents run now
     * @param parkedUntil the soonest end of a limit that runs of it wait for
     * @param healthy false when its login was refused and nobody has resumed a run since
     */
    @Type("AgentSubscription")
    public record AgentSubscription(@NonNull String name, @NonNull String platform, @Nullable String model,
            boolean enabled, int priority, int maxConcurrent, int running, @Nullable Instant parkedUntil,
            boolean healthy, @Nullable String message) {
    }

    private record Usage(int running, @Nullable Instant parkedUntil, @Nullable String refusal) {

        static final Usage NONE = new Usage(0, null, null);
    }

    @Query("subscriptions")
    public @NonNull Uni<List<@NonNull AgentSubscription>> subscriptions() {
        return pool.query("""
                select subscription, count(*) filter (where state = 'RUNNING')::int as running,
                    min(parked_until) filter (where state = 'PARKED') as parked_until,
                    max(message) filter (where state = 'PARKED' and parked_until is null) as refusal
                from run where state in ('RUNNING', 'PARKED') group by 1""").execute().map(rows -> {
            var usage = new HashMap<String, Usage>();
            rows.forEach(row -> usage.put(row.getString("subscription"), new Usage(row.getInteger("running"),
                    Run.instant(row, "parked_until"), row.getString("refusal"))));
            return all(usage);
        });
    }

    private List<AgentSubscription> all(Map<String, Usage> usage) {
        return subscriptions.all().stream().sorted(Comparator.comparing(Subscription::name)).map(one -> {
            var now = usage.getOrDefault(one.name(), Usage.NONE);
            return new AgentSubscription(one.name(), one.platform(), one.model(), one.enabled(), one.priority(),
                    one.maxConcurrent(), now.running(), now.parkedUntil(), now.refusal() == null, now.refusal());
        }).toList();
    }
}
