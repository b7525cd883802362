package dev.ringmaster.loop;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Usage;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.prompt.Prompt;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Iterations as rows; each write is fenced by the run's row, locked. */
@ApplicationScoped
public class IterationRepository {

    /** How an iteration ended. */
    public record Ending(int exitCode, IterationOutcome outcome, @Nullable String agentSessionId,
            @Nullable String responseSummary, @Nullable String message, @Nullable Instant resetsAt,
            @Nullable String commitSha, int filesChanged) {
    }

    /**
     * What an iteration begins with.
     *
     * @param resumedSession the agent session that it goes on in; null for a new one
     * @param handle stored before the process is started, so that whoever comes after a crash knows where to look
     * @param sandboxed whether its agent runs in a sandbox
     * @param condenses the hash of the piece of history that it condenses; null where it works on the card
     */
    public record Beginning(Prompt prompt, @Nullable String resumedSession, String handle, boolean sandboxed,
            @Nullable String condenses) {
    }

    /** Oldest first. */
    public Uni<List<Iteration>> ofRun(SqlClient client, UUID runId) {
        return client.preparedQuery("select * from iteration where run_id = $1 order by number").execute(Tuple.of(runId))
                .map(rows -> rows.stream().map(Iteration::from).toList());
    }

    public Uni<List<Iteration>> ofRuns(SqlClient client, List<UUID> runIds) {
        return client.preparedQuery("select * from iteration where run_id = any ($1) order by run_id, number")
                .execute(Tuple.of(runIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(Iteration::from).toList());
    }

    /** The newest finished iteration of any earlier run of the card. */
    public Uni<Optional<Iteration>> lastBefore(SqlClient client, UUID cardId, UUID runId) {
        return client.preparedQuery(
                """
                        select i.* from iteration i join run r on r.id = i.run_id
                        where r.card_id = $1 and r.id <> $2 and i.ended_at is not null and i.condenses is null order by i.ended_at desc limit 1""")
                .execute(Tuple.of(cardId, runId))
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(Iteration.from(rows.iterator().next())));
    }

    /** When the newest iteration of a run began; empty when none has. */
    Uni<Optional<Instant>> lastStart(SqlClient client, UUID runId) {
        return client.preparedQuery("select max(started_at) as at from iteration where run_id = $1").execute(Tuple.of(runId))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("at"))
                        .map(OffsetDateTime::toInstant));
    }

    /** The card's last commit before somebody last asked for changes; empty when nobody has, or there was none. */
    public Uni<Optional<String>> reviewedCommit(SqlClient client, UUID cardId) {
        return client.preparedQuery("""
                select i.commit_sha from iteration i join run r on r.id = i.run_id
                where r.card_id = $1 and i.commit_sha is not null and i.ended_at <= (
                  select max(at) from card_transition where card_id = $1 and trigger = 'REJECT_REVIEW')
                order by i.ended_at desc limit 1""")
                .execute(Tuple.of(cardId))
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getString("commit_sha")));
    }

    /** What an agent session had spent, over all iterations of the card that worked in it, before a moment. */
    public Uni<Usage> spentInSession(SqlClient client, UUID cardId, String sessionId, Instant before) {
        return client.preparedQuery("""
                select coalesce(sum(i.input_tokens), 0)::bigint as input,
                       coalesce(sum(i.cache_creation_input_tokens), 0)::bigint as cache_creation,
                       coalesce(sum(i.cache_read_input_tokens), 0)::bigint as cache_read,
                       coalesce(sum(i.output_tokens), 0)::bigint as output, coalesce(sum(i.cost_usd), 0) as cost
                from iteration i join run r on r.id = i.run_id
                where r.card_id = $1 and i.agent_session_id = $2 and i.started_at < $3""")
                .execute(Tuple.of(cardId, sessionId, before.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new Usage(row.getLong("input"), row.getLong("cache_creation"), row.getLong("cache_read"),
                            row.getLong("output"), row.getBigDecimal("cost"));
                });
    }

    /** Gives the new row. */
    public Uni<Iteration> start(SqlClient client, RunFence fence, int number, Beginning beginning) {
        var system = beginning.prompt().system();
        return client.preparedQuery("""
                with fenced as (
                  update run set iteration = $4 where id = $1 and owner = $2 and epoch = $3 and state = 'RUNNING'
                  returning id, platform, subscription)
                insert into iteration (run_id, number, prompt, resumed_session_id, runner_handle, system_prompt,
                    prompt_sections, condenses, sandboxed, platform, subscription)
                select id, $4, $5, $6, $7, $8, $9, $10, $11, platform, subscription from fenced returning *""")
                .execute(Tuple.from(new @Nullable Object[] { fence.runId(), fence.owner(), fence.epoch(), number,
                        beginning.prompt().text(), beginning.resumedSession(), beginning.handle(),
                        system == null ? null : system.text(), PromptSection.sizes(beginning.prompt()),
                        beginning.condenses(), beginning.sandboxed() }))
                .invoke(rows -> RunRepository.demandOne(rows, fence))
                .map(rows -> Iteration.from(rows.iterator().next()));
    }

    public Uni<Void> finish(SqlClient client, RunFence fence, int number, Ending ending) {
        return client.preparedQuery("""
                update iteration
                set ended_at = now(), exit_code = $5, outcome = $6, agent_session_id = $7, response_summary = $8,
                    message = $9, resets_at = $10, commit_sha = $11, files_changed = $12
                where run_id = $1 and number = $4 and ended_at is null and exists (
                  select 1 from run where id = $1 and owner = $2 and epoch = $3 and state = 'RUNNING' for share)""")
                .execute(Tuple.from(new Object[] { fence.runId(), fence.owner(), fence.epoch(), number, ending.exitCode(),
                        ending.outcome().name(), ending.agentSessionId(), ending.responseSummary(), ending.message(),
                        ending.resetsAt() == null ? null : ending.resetsAt().atOffset(ZoneOffset.UTC),
                        ending.commitSha(), ending.filesChanged() }))
                .invoke(rows -> RunRepository.demandOne(rows, fence)).replaceWithVoid();
    }

    /**
     * Ends what is open of a run that has ended itself, so that nothing looks for its agent any more.
     *
     * @return its number; empty when nothing was open
     */
    Uni<Optional<Integer>> abandon(SqlClient client, UUID runId, String message) {
        return client.preparedQuery("""
                update iteration set ended_at = now(), outcome = 'LOST', exit_code = -1, message = $2
                where run_id = $1 and ended_at is null returning number""").execute(Tuple.of(runId, message))
                .map(rows -> rows.stream().map(row -> row.getInteger("number")).findFirst());
    }
}
