package dev.ringmaster.delivery.card;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code project_delivery}. */
@ApplicationScoped
public class DeliverySettingsRepository {

    /** What is set for the project; {@link DeliverySettings#NONE} where nothing is. */
    public Uni<DeliverySettings> find(SqlClient client, UUID projectId) {
        return client.preparedQuery("select settings from project_delivery where project_id = $1")
                .execute(Tuple.of(projectId))
                .map(rows -> rows.size() == 0 ? DeliverySettings.NONE : settings(rows.iterator().next().getJsonObject(0)));
    }

    Uni<Void> save(SqlClient client, UUID projectId, DeliverySettings settings) {
        return client.preparedQuery("""
                insert into project_delivery (project_id, settings) values ($1, $2)
                on conflict (project_id) do update set settings = excluded.settings, updated_at = now()""")
                .execute(Tuple.of(projectId, json(settings))).replaceWithVoid();
    }

    private static JsonObject json(DeliverySettings settings) {
        return new JsonObject().put("repository", settings.repository()).put("workflow", settings.workflow())
                .put("mergeMethod", settings.mergeMethod().name()).put("application", settings.application())
                .put("namespace", settings.namespace()).put("selector", settings.selector()).put("image", settings.image())
                .put("imageTag", settings.imageTag()).put("waitForImage", settings.waitForImage())
                .put("prune", settings.prune()).put("rollBack", settings.rollBack());
    }

    private static DeliverySettings settings(JsonObject json) {
        return new DeliverySettings(json.getString("repository"), json.getString("workflow"),
                MergeMethod.valueOf(json.getString("mergeMethod", MergeMethod.MERGE.name())), json.getString("application"),
                json.getString("namespace"), json.getString("selector"), json.getString("image"),
                json.getString("imageTag", DeliverySettings.NONE.imageTag()), json.getBoolean("waitForImage", false),
                json.getBoolean("prune", false), json.getBoolean("rollBack", false));
    }
}
