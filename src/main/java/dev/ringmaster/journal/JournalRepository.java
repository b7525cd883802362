package dev.ringmaster.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The journal's SQL. Appending is one statement, and so one commit, whatever the batch holds. */
@ApplicationScoped
public class JournalRepository {

    /**
     * Appends under the fence: the update locks the run's row, so a takeover waits for it or makes it hit nothing. Sequence
     * numbers come from that row and are gapless.
     *
     * @return the last sequence number of the run
     * @throws RunFence.Lost (as failure) when the fence does not hold any more; nothing was written then
     */
    public Uni<Long> append(SqlClient client, RunFence fence, JournalBatch batch) {
        var entries = batch.entries();
        return client.preparedQuery("""
                with fenced as (
                  update run
                  set last_seq = last_seq + $5, input_tokens = input_tokens + $9,
                      cache_creation_input_tokens = cache_creation_input_tokens + $10,
                      cache_read_input_tokens = cache_read_input_tokens + $11,
                      output_tokens = output_tokens + $12, cost_usd = cost_usd + $13,
                      reported_cost_usd = coalesce(reported_cost_usd + $28::numeric, $28::numeric, reported_cost_usd),
                      estimated_cost_usd = coalesce(estimated_cost_usd + $29::numeric, $29::numeric, estimated_cost_usd),
                      unpriced_tokens = unpriced_tokens + $30
                  where id = $1 and owner = $2 and epoch = $3 and state = 'RUNNING'
                  returning id, last_seq),
                progress as (
                  update iteration i
                  set stdout_offset = greatest(stdout_offset, $6), stderr_offset = greatest(stderr_offset, $7),
                      input_tokens = i.input_tokens + $9,
                      cache_creation_input_tokens = i.cache_creation_input_tokens + $10,
                      cache_read_input_tokens = i.cache_read_input_tokens + $11,
                      output_tokens = i.output_tokens + $12, cost_usd = i.cost_usd + $13,
                      reported_cost_usd = coalesce(i.reported_cost_usd + $28::numeric, $28::numeric, i.reported_cost_usd),
                      estimated_cost_usd = coalesce(i.estimated_cost_usd + $29::numeric, $29::numeric, i.estimated_cost_usd),
                      unpriced_tokens = i.unpriced_tokens + $30, model = coalesce($31::text, i.model),
                      agent_session_id = coalesce($27::text, i.agent_session_id)
                  from fenced f where i.run_id = f.id and i.number = $4),
                written as (
                  insert into run_event (run_id, seq, iteration, at, kind, parent_tool_id, text, tool_id, tool_name,
                      tool_input, tool_output, is_error, path, input_tokens, output_tokens, cost_usd, resets_at)
                  select f.id, f.last_seq - $5 + e.position, $4, e.at, e.kind, e.parent_tool_id, e.text, e.tool_id,
                      e.tool_name, e.tool_input, e.tool_output, e.is_error, e.path, e.input_tokens, e.output_tokens,
                      e.cost_usd, e.resets_at
                  from fenced f, unnest($8::timestamptz[], $14::text[], $15::text[], $16::text[], $17::text[],
                      $18::text[], $19::text[], $20::text[], $21::boolean[], $22::text[], $23::bigint[], $24::bigint[],
                      $25::numeric[], $26::timestamptz[]) with ordinality
                    as e (at, kind, parent_tool_id, text, tool_id, tool_name, tool_input, tool_output, is_error, path,
                      input_tokens, output_tokens, cost_usd, resets_at, position))
                select last_seq from fenced""").execute(Tuple.from(new Object[] { fence.runId(), fence.owner(),
                fence.epoch(), batch.iteration(), (long) entries.size(), batch.stdoutOffset(), batch.stderrOffset(),
                column(entries, OffsetDateTime.class, entry -> time(entry.at())), batch.spent().inputTokens(),
                batch.spent().cacheCreationInputTokens(), batch.spent().cacheReadInputTokens(),
                batch.spent().outputTokens(), batch.spent().costUsd(),
                column(entries, String.class, entry -> entry.kind().name()),
                column(entries, String.class, JournalEntry::parentToolId),
                column(entries, String.class, JournalEntry::text), column(entries, String.class, JournalEntry::toolId),
                column(entries, String.class, JournalEntry::toolName),
                column(entries, String.class, JournalEntry::toolInput),
                column(entries, String.class, JournalEntry::toolOutput),
                column(entries, Boolean.class, JournalEntry::isError), column(entries, String.class, JournalEntry::path),
                column(entries, Long.class, JournalEntry::inputTokens),
                column(entries, Long.class, JournalEntry::outputTokens),
                column(entries, BigDecimal.class, JournalEntry::costUsd),
                column(entries, OffsetDateTime.class, entry -> time(entry.resetsAt())), batch.agentSessionId(),
                batch.spent().reportedUsd(), batch.spent().estimatedUsd(), batch.spent().unpricedTokens(),
                batch.model() }))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new RunFence.Lost(fence);
                    }
                    return rows.iterator().next().getLong("last_seq");
                });
    }

    /** Rows after a sequence number, oldest first, at most {@code limit}. */
    public Uni<List<RunEvent>> after(SqlClient client, UUID runId, long seq, int limit) {
        return client.preparedQuery("select * from run_event where run_id = $1 and seq > $2 order by seq limit $3")
                .execute(Tuple.of(runId, seq, limit))
                .map(rows -> rows.stream().map(JournalRepository::event).toList());
    }

    /**
     * The same, of which no more is read than {@code maxBytes} hold, and one row in any case: rows may be large, and what is
     * read lies in memory.
     */
    public Uni<List<RunEvent>> after(SqlClient client, UUID runId, long seq, int limit, long maxBytes) {
        return client.preparedQuery("""
                select * from (
                  select e.*, row_number() over (order by seq) as place,
                      sum(%d + coalesce(octet_length(text), 0) + coalesce(octet_length(tool_input), 0)
                          + coalesce(octet_length(tool_output), 0)) over (order by seq) as weight
                  from (select * from run_event where run_id = $1 and seq > $2 order by seq limit $3) e) weighed
                where place = 1 or weight <= $4 order by seq""".formatted(RunEvent.FRAME))
                .execute(Tuple.of(runId, seq, limit, maxBytes))
                .map(rows -> rows.stream().map(JournalRepository::event).toList());
    }

    /** Whether the run exists, and whether its journal can still grow beyond its present end. */
    public Uni<End> end(SqlClient client, UUID runId) {
        return client.preparedQuery("select last_seq, state = 'FINISHED' as closed from run where id = $1")
                .execute(Tuple.of(runId))
                .map(rows -> rows.size() == 0 ? End.UNKNOWN
                        : new End(true, rows.iterator().next().getLong("last_seq"),
                                rows.iterator().next().getBoolean("closed")));
    }

    /** @param closed no row will be added any more */
    public record End(boolean known, long lastSeq, boolean closed) {

        static final End UNKNOWN = new End(false, 0, true);
    }

    private static <T> @Nullable T[] column(List<JournalEntry> entries, Class<T> type,
            Function<JournalEntry, @Nullable T> value) {
        @SuppressWarnings("unchecked") // an array of exactly that type
        T[] column = (T[]) java.lang.reflect.Array.newInstance(type, entries.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(entries.get(i));
        }
        return column;
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static RunEvent event(Row row) {
        return new RunEvent(row.getLong("seq"), row.getInteger("iteration"), row.getOffsetDateTime("at").toInstant(),
                RunEventKind.valueOf(row.getString("kind")), row.getString("parent_tool_id"), row.getString("text"),
                row.getString("tool_id"), row.getString("tool_name"), row.getString("tool_input"),
                row.getString("tool_output"), row.getBoolean("is_error"), row.getString("path"),
                row.getLong("input_tokens"), row.getLong("output_tokens"), row.getBigDecimal("cost_usd"),
                instant(row.getOffsetDateTime("resets_at")));
    }
}
