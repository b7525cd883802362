package dev.ringmaster.loop.briefing;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.loop.briefing.PromptSettings.Repository;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code project_prompt}. */
@ApplicationScoped
public class PromptSettingsRepository {

    public Uni<PromptSettings> find(SqlClient client, UUID projectId) {
        return client.preparedQuery("select settings from project_prompt where project_id = $1").execute(Tuple.of(projectId))
                .map(rows -> rows.size() == 0 ? PromptSettings.NONE : settings(rows.iterator().next().getJsonObject(0)));
    }

    Uni<Void> save(SqlClient client, UUID projectId, PromptSettings settings) {
        return client.preparedQuery("""
                insert into project_prompt (project_id, settings) values ($1, $2)
                on conflict (project_id) do update set settings = excluded.settings, updated_at = now()""")
                .execute(Tuple.of(projectId, json(settings))).replaceWithVoid();
    }

    private static JsonObject json(PromptSettings settings) {
        var repository = settings.configRepository();
        return new JsonObject().put("condense", settings.condense()).put("configRepository", repository == null ? null
                : new JsonObject().put("url", repository.url()).put("ref", repository.ref())
                        .put("folder", repository.folder()));
    }

    private static PromptSettings settings(JsonObject json) {
        return new PromptSettings(repository(json.getJsonObject("configRepository")), json.getBoolean("condense"));
    }

    private static @Nullable Repository repository(@Nullable JsonObject json) {
        return json == null ? null
                : new Repository(json.getString("url"), json.getString("ref"), json.getString("folder"));
    }
}
