package dev.ringmaster.loop.briefing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.journal.RunFence;
import dev.ringmaster.prompt.History.Report;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** What iterations of a card reported, and what was made of it. */
@ApplicationScoped
public class HistoryRepository {

    private static final int MOST = 200;

    /** Oldest first, over all runs since the last that was to start clean; the newest 200. */
    public Uni<List<Report>> reports(SqlClient client, UUID cardId) {
        return client.preparedQuery("""
                with numbered as (
                  select id, stage, queued_at, row_number() over (order by queued_at, id) as number
                  from run where card_id = $1)
                select i.number, i.outcome, i.files_changed, i.response_summary, n.number as run_number, n.stage
                from iteration i join numbered n on n.id = i.run_id
                where i.ended_at is not null and i.condenses is null and i.response_summary is not null
                  and n.queued_at >= coalesce((select max(queued_at) from run where card_id = $1 and clean), '-infinity')
                order by n.number desc, i.number desc limit $2""").execute(Tuple.of(cardId, MOST))
                .map(rows -> {
                    var reports = new ArrayList<Report>();
                    rows.forEach(row -> reports.add(report(row)));
                    Collections.reverse(reports);
                    return reports;
                });
    }

    private static Report report(Row row) {
        var files = row.getInteger("files_changed");
        return new Report("Run " + row.getLong("run_number") + " (" + row.getString("stage") + "), iteration "
                + row.getInteger("number") + ", " + row.getString("outcome") + ", " + files
                + (files == 1 ? " file" : " files") + " changed:", row.getString("response_summary"));
    }

    /** By the hash of what it was made of. */
    public Uni<Map<String, String>> condensed(SqlClient client, UUID cardId) {
        return client.preparedQuery("select hash, text from condensed_text where card_id = $1").execute(Tuple.of(cardId))
                .map(rows -> {
                    var texts = new HashMap<String, String>();
                    rows.forEach(row -> texts.put(row.getString("hash"), row.getString("text")));
                    return texts;
                });
    }

    /** Kept only by whoever owns the run. */
    public Uni<Void> keep(SqlClient client, RunFence fence, String hash, String text) {
        return client.preparedQuery("""
                insert into condensed_text (card_id, hash, text)
                select card_id, $4, $5 from run where id = $1 and owner = $2 and epoch = $3 and state = 'RUNNING' for share
                on conflict (card_id, hash) do update set text = excluded.text""")
                .execute(Tuple.of(fence.runId(), fence.owner(), fence.epoch(), hash, text)).replaceWithVoid();
    }
}
