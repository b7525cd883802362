package dev.ringmaster.project;

import java.util.List;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.support.Ids;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;

/** Projects over GraphQL. */
@GraphQLApi
public class ProjectApi {

    private static final String ADMIN = "admin";

    private final ProjectService projects;
    private final SecurityIdentity caller;

    ProjectApi(ProjectService projects, SecurityIdentity caller) {
        this.projects = projects;
        this.caller = caller;
    }

    @Query
    public @NonNull Uni<List<@NonNull Project>> projects() {
        return projects.all();
    }

    @Query
    public Uni<Project> project(@Id @NonNull String id) {
        return projects.find(Ids.parse("project", id));
    }

    @Mutation
    public @NonNull Uni<Project> createProject(@NonNull ProjectInput input) {
        return projects.create(input);
    }

    @Mutation
    public @NonNull Uni<Project> updateProject(@Id @NonNull String id, @NonNull ProjectInput input, int version) {
        return projects.update(Ids.parse("project", id), input, version, caller.hasRole(ADMIN));
    }
}
