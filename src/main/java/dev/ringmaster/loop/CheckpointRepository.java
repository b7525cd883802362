package dev.ringmaster.loop;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.journal.RunFence;
import dev.ringmaster.workspace.FileChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Checkpoints as rows: the newest three of each card. */
@ApplicationScoped
public class CheckpointRepository {

    private static final int KEPT_PER_CARD = 3;

    /** Copies prompt, session, summary and totals from the finished iteration's row. */
    public Uni<Void> save(SqlClient client, RunFence fence, int iteration, List<FileChange> changes,
            @Nullable String commitSha) {
        return client.preparedQuery("""
                insert into checkpoint (card_id, run_id, iteration, agent_session_id, platform, last_prompt,
                    last_response_summary, file_changes, commit_sha, input_tokens, output_tokens, cost_usd)
                select r.card_id, r.id, i.number, i.agent_session_id, r.platform, i.prompt, i.response_summary, $5, $6,
                    r.input_tokens, r.output_tokens, r.cost_usd
                from iteration i join run r on r.id = i.run_id
                where r.id = $1 and r.owner = $2 and r.epoch = $3 and r.state = 'RUNNING' and i.number = $4
                for share of r
                on conflict (run_id, iteration, operation) do nothing""")
                .execute(Tuple.of(fence.runId(), fence.owner(), fence.epoch(), iteration, json(changes), commitSha))
                .chain(() -> trim(client, fence.runId()));
    }

    /**
     * Saves the newest state of a card's work before something is done elsewhere, once per iteration. A card on which no agent
     * has worked has none.
     */
    public Uni<Void> saveBefore(SqlClient client, UUID cardId, CheckpointOperation operation) {
        return client.preparedQuery("""
                with saved as (
                  insert into checkpoint (card_id, run_id, iteration, agent_session_id, platform, last_prompt,
                      last_response_summary, file_changes, commit_sha, input_tokens, output_tokens, cost_usd, operation)
                  select r.card_id, r.id, i.number, i.agent_session_id, r.platform, i.prompt, i.response_summary,
                      coalesce((select k.file_changes from checkpoint k
                                where k.run_id = r.id and k.iteration = i.number and k.operation is null), '[]'),
                      c.head_commit, r.input_tokens, r.output_tokens, r.cost_usd, $2
                  from card c join run r on r.card_id = c.id join iteration i on i.run_id = r.id
                  where c.id = $1 and i.ended_at is not null and i.condenses is null
                  order by i.ended_at desc limit 1
                  on conflict (run_id, iteration, operation) do nothing returning run_id)
                select run_id from saved""").execute(Tuple.of(cardId, operation.name()))
                .flatMap(rows -> rows.size() == 0 ? Uni.createFrom().voidItem()
                        : trim(client, rows.iterator().next().getUUID("run_id")));
    }

    private static Uni<Void> trim(SqlClient client, UUID runId) {
        return client.preparedQuery("""
                delete from checkpoint where id in (
                  select id from checkpoint where card_id = (select card_id from run where id = $1)
                  order by id desc offset $2)""").execute(Tuple.of(runId, KEPT_PER_CARD)).replaceWithVoid();
    }

    /** Newest first. */
    public Uni<List<Checkpoint>> ofCards(SqlClient client, List<UUID> cardIds) {
        return client.preparedQuery("select * from checkpoint where card_id = any ($1) order by id desc")
                .execute(Tuple.of(cardIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(CheckpointRepository::checkpoint).toList());
    }

    public Uni<Void> clear(SqlClient client, UUID cardId) {
        return client.preparedQuery("delete from checkpoint where card_id = $1").execute(Tuple.of(cardId))
                .replaceWithVoid();
    }

    private static JsonArray json(List<FileChange> changes) {
        var array = new JsonArray();
        changes.forEach(change -> array.add(new JsonObject().put("path", change.path()).put("status", change.status())
                .put("additions", change.additions()).put("deletions", change.deletions())));
        return array;
    }

    private static Checkpoint checkpoint(Row row) {
        var changes = row.getJsonArray("file_changes").stream().map(JsonObject.class::cast)
                .map(change -> new FileChange(change.getString("path"), change.getString("status"),
                        change.getInteger("additions"), change.getInteger("deletions")))
                .toList();
        return new Checkpoint(row.getUUID("card_id"), row.getUUID("run_id"), row.getInteger("iteration"),
                row.getString("agent_session_id"), row.getString("last_prompt"), row.getString("last_response_summary"),
                changes, row.getString("commit_sha"), operation(row.getString("operation")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static @Nullable CheckpointOperation operation(@Nullable String name) {
        return name == null ? null : CheckpointOperation.valueOf(name);
    }
}
