package dev.ringmaster.card;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.project.LimitPolicy;
import dev.ringmaster.project.LoopLimitsInput;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code card}. Whoever changes a card here tells {@link CardChanges} after the commit. */
@ApplicationScoped
public class CardRepository {

    private static final String FILTERED = """
            from card
            where project_id = $1
              and (cardinality($2::text[]) = 0 or state = any($2))
              and labels @> $3::text[]
              and ($4::text is null or number = $5 or title ilike $4 or description ilike $4 or task_prompt ilike $4)
            """;

    /** A card at a revision, as the feeds compare them. */
    record Revision(UUID id, long revision, Instant updatedAt) {
    }

    /** The card, or null if there is none. */
    public Uni<Card> find(SqlClient client, UUID id) {
        return client.preparedQuery("select * from card where id = $1").execute(Tuple.of(id))
                .map(CardRepository::first);
    }

    /** The card; fails with NOT_FOUND. */
    public Uni<Card> require(SqlClient client, UUID id) {
        return find(client, id).onItem().ifNull().failWith(() -> RingmasterException.notFound("card", id));
    }

    /** The card, its row locked until the transaction ends; fails with NOT_FOUND. */
    public Uni<Card> lock(SqlClient client, UUID id) {
        return client.preparedQuery("select * from card where id = $1 for update").execute(Tuple.of(id))
                .map(rows -> existing(rows, id));
    }

    /** Those that exist, in no order. */
    public Uni<List<Card>> byIds(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery("select * from card where id = any($1)").execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(CardRepository::cards);
    }

    /** Those of all projects that ask something of a person, the longest waiting first. */
    Uni<List<Card>> waiting(SqlClient client, int limit) {
        return client.preparedQuery("""
                select * from card where attention_reason is not null and state <> 'ARCHIVED'
                order by attention_since, id limit $1""").execute(Tuple.of(limit)).map(CardRepository::cards);
    }

    /** Nothing is asked of a person any more. */
    public Uni<Void> clearAttention(SqlClient client, UUID id) {
        return client.preparedQuery("""
                update card set attention_reason = null, attention_message = null, attention_since = null
                where id = $1 and attention_reason is not null""").execute(Tuple.of(id)).replaceWithVoid();
    }

    /** Tells the feeds of a change beside the row that whoever looks at the card should see. */
    public Uni<Card> touch(SqlClient client, UUID id) {
        return client.preparedQuery("""
                update card set id = id
                where id = $1
                returning *""")
                .execute(Tuple.of(id))
                .map(rows -> existing(rows, id));
    }

    Uni<Card> insert(SqlClient client, UUID projectId, int number, CardContent content) {
        return client.preparedQuery("""
                insert into card (title, description, task_prompt, labels, priority, max_retries, subscription,
                  max_iterations, max_runtime_seconds, max_cost_usd, on_usage_limit, updated_at, project_id, number)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp(), $12, $13)
                returning *""")
                .execute(columns(content).addUUID(projectId).addInteger(number))
                .map(CardRepository::first);
    }

    /** Writes the content and takes the version one up; the caller holds the lock and has compared the versions. */
    Uni<Card> update(SqlClient client, UUID id, CardContent content) {
        return client.preparedQuery("""
                update card set title = $1, description = $2, task_prompt = $3, labels = $4, priority = $5,
                  max_retries = $6, subscription = $7, max_iterations = $8, max_runtime_seconds = $9, max_cost_usd = $10,
                  on_usage_limit = $11, version = version + 1
                where id = $12
                returning *""")
                .execute(columns(content).addUUID(id))
                .map(rows -> existing(rows, id));
    }

    /** At most {@code limit} cards, newest change first, that come after the cursor. */
    Uni<List<Card>> page(SqlClient client, CardFilter filter, @Nullable CardCursor after, int limit) {
        return client.preparedQuery("select * " + FILTERED + """
                  and ($6::timestamptz is null or (updated_at, id) < ($6, $7))
                order by updated_at desc, id desc
                limit $8""")
                .execute(columns(filter)
                        .addOffsetDateTime(after == null ? null : after.updatedAt().atOffset(ZoneOffset.UTC))
                        .addUUID(after == null ? null : after.id())
                        .addInteger(limit))
                .map(CardRepository::cards);
    }

    Uni<Integer> count(SqlClient client, CardFilter filter) {
        return client.preparedQuery("select count(*)::int " + FILTERED).execute(columns(filter))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** What changed in a project after this moment of the database's clock, oldest change first. */
    Uni<List<Revision>> changedSince(SqlClient client, UUID projectId, Instant since) {
        return client.preparedQuery("""
                select id, revision, updated_at from card
                where project_id = $1 and updated_at > $2
                order by updated_at, id""")
                .execute(Tuple.of(projectId, since.atOffset(ZoneOffset.UTC)))
                .map(CardRepository::revisions);
    }

    /**
     * A project's latest changes.
     *
     * @param settled those up to a little while ago
     * @param latest when the last one was, {@link Instant#EPOCH} in a project without cards
     */
    record LastChanges(List<Revision> settled, Instant latest) {
    }

    /** @param before how far before the latest change to look */
    Uni<LastChanges> lastChanges(SqlClient client, UUID projectId, Duration before, Duration littleWhile) {
        return client.preparedQuery("""
                select id, revision, updated_at, updated_at < clock_timestamp() - make_interval(secs => $3) as settled from card
                where project_id = $1
                  and updated_at > (select max(updated_at) from card where project_id = $1) - make_interval(secs => $2)""")
                .execute(Tuple.of(projectId, seconds(before), seconds(littleWhile)))
                .map(rows -> new LastChanges(
                        rows.stream().filter(row -> row.getBoolean("settled")).map(CardRepository::revision).toList(),
                        rows.stream().map(row -> instant(row, "updated_at")).max(Instant::compareTo).orElse(Instant.EPOCH)));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static List<Revision> revisions(RowSet<Row> rows) {
        return rows.stream().map(CardRepository::revision).toList();
    }

    private static Revision revision(Row row) {
        return new Revision(row.getUUID("id"), row.getLong("revision"), instant(row, "updated_at"));
    }

    private static Tuple columns(CardContent content) {
        return Tuple.tuple(Arrays.asList(content.title(), content.description(), content.taskPrompt(),
                content.labels().toArray(String[]::new), content.priority(), content.maxRetries(), content.subscription(),
                content.limits().maxIterations(), content.limits().maxRuntimeSeconds(), content.limits().maxCostUsd(),
                content.onUsageLimit() == null ? null : content.onUsageLimit().name()));
    }

    private static Tuple columns(CardFilter filter) {
        return Tuple.tuple(Arrays.asList(filter.projectId(), filter.stateNames(), filter.labels().toArray(String[]::new),
                filter.pattern(), filter.number()));
    }

    private static List<Card> cards(RowSet<Row> rows) {
        return rows.stream().map(CardRepository::card).toList();
    }

    private static @Nullable Card first(RowSet<Row> rows) {
        RowIterator<Row> found = rows.iterator();
        return found.hasNext() ? card(found.next()) : null;
    }

    private static Card existing(RowSet<Row> rows, UUID id) {
        Card card = first(rows);
        if (card == null) {
            throw RingmasterException.notFound("card", id);
        }
        return card;
    }

    /** Reads a whole row of the table. */
    public static Card card(Row row) {
        return new Card(
                row.getUUID("id"), row.getUUID("project_id"), row.getInteger("number"), row.getString("title"),
                row.getString("description"), row.getString("task_prompt"), List.of(row.getArrayOfStrings("labels")),
                row.getInteger("priority"), row.getString("plan"), CardState.valueOf(row.getString("state")),
                state(row, "previous_state"), instant(row, "state_changed_at"), state(row, "failed_in"),
                row.getInteger("error_count"), row.getInteger("max_retries"), row.getString("subscription"),
                new LoopLimitsInput(row.getInteger("max_iterations"), row.getInteger("max_runtime_seconds"),
                        row.getBigDecimal("max_cost_usd")),
                policy(row), row.getString("branch"), row.getString("worktree_path"), row.getString("base_commit"),
                row.getString("head_commit"), row.getString("pull_request_url"), row.getBoolean("deploy_synced"),
                row.getBoolean("health_passed"), attention(row), row.getInteger("version"), row.getLong("revision"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static @Nullable LimitPolicy policy(Row row) {
        String name = row.getString("on_usage_limit");
        return name == null ? null : LimitPolicy.valueOf(name);
    }

    private static @Nullable Attention attention(Row row) {
        String reason = row.getString("attention_reason");
        return reason == null ? null
                : new Attention(AttentionReason.valueOf(reason), row.getString("attention_message"),
                        instant(row, "attention_since"));
    }

    private static @Nullable CardState state(Row row, String column) {
        String name = row.getString(column);
        return name == null ? null : CardState.valueOf(name);
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
