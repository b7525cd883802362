package dev.ringmaster.loop.activity;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.journal.RunEventKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The last telling event of each running run, read off the end of its journal by primary key. */
@ApplicationScoped
class ActivityRepository {

    /** How far back an event is looked for. What lies further back is not what an agent does now. */
    private static final int EVENTS = 50;
    /** Of a longer input only the beginning is read, which is then no JSON any more: 64 KiB. */
    private static final int INPUT = 65_536;

    Uni<List<Activity>> ofProject(SqlClient client, UUID projectId) {
        return client.preparedQuery("""
                select r.id, r.card_id, r.iteration, r.cost_usd, r.input_tokens, r.output_tokens,
                    e.kind, e.at, e.tool_name, left(e.tool_input, $3) as tool_input, left(e.text, 1000) as text, e.path
                from run r join card c on c.id = r.card_id
                    left join lateral (
                      select * from run_event
                      where run_id = r.id and seq > r.last_seq - $2
                        and kind in ('TOOL_CALL', 'ASSISTANT_TEXT', 'THINKING', 'FILE_CHANGED', 'ITERATION_STARTED')
                      order by seq desc limit 1) e on true
                where c.project_id = $1 and r.state = 'RUNNING'
                order by r.id""").execute(Tuple.of(projectId, EVENTS, INPUT))
                .map(rows -> rows.stream().map(ActivityRepository::activity).toList());
    }

    private static Activity activity(Row row) {
        var kind = row.getString("kind");
        var text = row.getString("text");
        var path = row.getString("path");
        var target = text != null && !text.isBlank() ? Activity.line(text)
                : path != null ? Activity.line(path) : Activity.targetOf(row.getString("tool_input"));
        return new Activity(row.getUUID("card_id"), row.getUUID("id"), row.getInteger("iteration"),
                row.getBigDecimal("cost_usd"),
                row.getLong("input_tokens"), row.getLong("output_tokens"), kind == null ? null : RunEventKind.valueOf(kind),
                kind == null ? null : row.getOffsetDateTime("at").toInstant(), row.getString("tool_name"), target);
    }
}
