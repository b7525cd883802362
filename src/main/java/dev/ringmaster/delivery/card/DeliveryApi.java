package dev.ringmaster.delivery.card;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** How a project is built and deployed, for people. */
@GraphQLApi
public class DeliveryApi {

    private final Pool pool;
    private final ProjectRepository projects;
    private final DeliverySettingsRepository settings;

    DeliveryApi(Pool pool, ProjectRepository projects, DeliverySettingsRepository settings) {
        this.pool = pool;
        this.projects = projects;
        this.settings = settings;
    }

    @Query
    public @NonNull Uni<DeliverySettings> delivery(@Id @NonNull String projectId) {
        var id = Ids.parse("project", projectId);
        return projects.require(pool, id).chain(() -> settings.find(pool, id));
    }

    @Mutation
    public @NonNull Uni<DeliverySettings> updateDelivery(@Id @NonNull String projectId, @NonNull DeliveryInput input) {
        var id = Ids.parse("project", projectId);
        return pool.withTransaction(tx -> projects.lock(tx, id).chain(() -> settings.find(tx, id)).map(input::over)
                .call(changed -> settings.save(tx, id, changed)));
    }
}
