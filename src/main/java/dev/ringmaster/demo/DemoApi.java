package dev.ringmaster.demo;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;

import dev.ringmaster.project.Project;
import io.smallrye.mutiny.Uni;

/** The demo over GraphQL. */
@GraphQLApi
public class DemoApi {

    private final DemoProjects demos;

    DemoApi(DemoProjects demos) {
        this.demos = demos;
    }

    /** A sample repository with three cards, worked on by a simulated agent that needs no account. */
    @Mutation("createDemoProject")
    public @NonNull Uni<Project> createDemoProject() {
        return demos.create();
    }
}
