package dev.ringmaster.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;

/**
 * Who works on which run. A claim gives a lease by the database's clock and a new epoch; a lease is expired, never deleted.
 */
@ApplicationScoped
public class RunClaims {

    /** How long a claim lasts without a renewal. */
    public static final Duration LEASE = Duration.ofSeconds(15);
    /** Claims are made one at a time over all servers, so that a subscription's slots are counted right. */
    private static final long CLAIM_LOCK = 7_246_350_001L;

    private static final String CLAIMABLE = """
            state <> 'FINISHED' and ($4 and (state = 'QUEUED' or state = 'PARKED' and parked_until <= now())
                or state = 'RUNNING' and (lease_until < now() or owner = any ($3) or owner = $1 and id <> all ($2)))""";

    private final Pool pool;

    RunClaims(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param working the runs this server works on: one of its own that is not among them was dropped by its worker and is
     *        taken up again at once
     * @param deadOwners servers known to be dead, whose leases need not be waited for
     * @param roomForNew whether runs that nobody works on may be taken
     * @param slots how many runs a subscription may have at a time; one that is not named has no limit
     */
    public record Claimant(String owner, Set<UUID> working, Collection<String> deadOwners, Map<String, Integer> slots,
            boolean roomForNew, int atMost) {
    }

    private record Candidate(UUID id, String subscription, boolean taken) {
    }

    public Uni<List<Run>> claim(Claimant claimant) {
        return pool.withTransaction(connection -> connection.preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(CLAIM_LOCK))
                .chain(() -> candidates(connection, claimant))
                .flatMap(found -> found.isEmpty() ? Uni.createFrom().item(List.<UUID> of())
                        : busy(connection).map(busy -> choose(found, busy, claimant)))
                .flatMap(ids -> ids.isEmpty() ? Uni.createFrom().item(List.<Run> of()) : take(connection, claimant, ids)));
    }

    /** Of each subscription as many as could be taken: those that queue for one that is full do not hide the others'. */
    private static Uni<List<Candidate>> candidates(SqlClient client, Claimant claimant) {
        return client.preparedQuery("""
                select r.id, r.subscription, r.state = 'RUNNING' as taken
                from run r join (
                  select id as ranked,
                      row_number() over (partition by subscription, state = 'RUNNING' order by queued_at) as place
                  from run where %1$s) c on c.ranked = r.id
                where c.place <= $5 and %1$s
                order by r.state <> 'RUNNING', r.queued_at for update of r skip locked""".formatted(CLAIMABLE))
                .execute(Tuple.of(claimant.owner(), claimant.working().toArray(UUID[]::new),
                        claimant.deadOwners().toArray(String[]::new), claimant.roomForNew(), claimant.atMost()))
                .map(rows -> rows.stream().map(row -> new Candidate(row.getUUID("id"), row.getString("subscription"),
                        row.getBoolean("taken"))).toList());
    }

    private static Uni<Map<String, Integer>> busy(SqlClient client) {
        return client.query("select subscription, count(*)::int as n from run where state = 'RUNNING' group by 1")
                .execute().map(rows -> {
                    var busy = new HashMap<String, Integer>();
                    rows.forEach((Row row) -> busy.put(row.getString("subscription"), row.getInteger("n")));
                    return busy;
                });
    }

    /** A run that was being worked on keeps its slot; a new one needs a free one. */
    private static List<UUID> choose(List<Candidate> candidates, Map<String, Integer> busy, Claimant claimant) {
        var chosen = new ArrayList<UUID>();
        for (var candidate : candidates) {
            if (chosen.size() == claimant.atMost()) {
                break;
            }
            var limit = claimant.slots().getOrDefault(candidate.subscription(), Integer.MAX_VALUE);
            if (candidate.taken() || busy.getOrDefault(candidate.subscription(), 0) < limit) {
                chosen.add(candidate.id());
                busy.merge(candidate.subscription(), candidate.taken() ? 0 : 1, Integer::sum);
            }
        }
        return chosen;
    }

    private static Uni<List<Run>> take(SqlClient client, Claimant claimant, List<UUID> ids) {
        return client.preparedQuery("""
                update run set state = 'RUNNING', owner = $1, epoch = nextval('run_epoch'),
                    lease_until = now() + $3::interval, started_at = coalesce(started_at, now()), parked_until = null
                where id = any ($2) returning *""")
                .execute(Tuple.of(claimant.owner(), ids.toArray(UUID[]::new), Interval.of(LEASE)))
                .map(RunRepository::all).call(runs -> answered(client, runs));
    }

    /** A run that goes on asks nothing any more. */
    private static Uni<Void> answered(SqlClient client, List<Run> runs) {
        return client.preparedQuery("""
                update card set attention_reason = null, attention_message = null, attention_since = null
                where id = any ($1) and attention_reason is not null""")
                .execute(Tuple.of(runs.stream().map(Run::cardId).toArray(UUID[]::new))).replaceWithVoid();
    }

    /** Tells the cards of queued runs why these do not start; tells each card once. */
    public Uni<List<UUID>> hold(String why) {
        return pool.preparedQuery("""
                update card c set attention_reason = 'LIMIT_REACHED', attention_message = $1, attention_since = now()
                from run r
                where r.card_id = c.id and r.state = 'QUEUED' and c.attention_reason is null
                returning c.project_id""").execute(Tuple.of(why))
                .map(rows -> rows.stream().map(row -> row.getUUID("project_id")).distinct().toList());
    }

    /** Renews and reads what was asked of the runs meanwhile. A run that is not in the answer has been lost. */
    public Uni<List<Run>> renew(String owner, Collection<UUID> working) {
        return pool.preparedQuery("""
                update run set lease_until = now() + $3::interval
                where owner = $1 and id = any ($2) and state = 'RUNNING' returning *""")
                .execute(Tuple.of(owner, working.toArray(UUID[]::new), Interval.of(LEASE)))
                .map(RunRepository::all);
    }

    /** On the way out: whoever is there may take over at once. */
    public Uni<Void> expire(String owner) {
        return pool.preparedQuery("update run set lease_until = now() where owner = $1 and state = 'RUNNING'")
                .execute(Tuple.of(owner)).replaceWithVoid();
    }

    /** An epoch for work on a card that is not a run's, such as its checks. */
    public Uni<Long> nextEpoch() {
        return pool.query("select nextval('run_epoch') as epoch").execute()
                .map(rows -> rows.iterator().next().getLong("epoch"));
    }
}
