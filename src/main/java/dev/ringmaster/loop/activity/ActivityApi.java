package dev.ringmaster.loop.activity;

import java.util.List;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** What the agents of a project do now. Cheap: made to be asked every other second by every open board. */
@GraphQLApi
public class ActivityApi {

    private final Pool pool;
    private final ProjectRepository projects;
    private final ActivityRepository activities;

    ActivityApi(Pool pool, ProjectRepository projects, ActivityRepository activities) {
        this.pool = pool;
        this.projects = projects;
        this.activities = activities;
    }

    /** One for each run that an agent works on; what a run has used is told here while it is used, by the cards' feed later. */
    @Query("activities")
    public @NonNull Uni<List<@NonNull Activity>> activities(@NonNull @Id String projectId) {
        return projects.require(pool, Ids.parse("project", projectId))
                .flatMap(project -> activities.ofProject(pool, project.id()));
    }
}
