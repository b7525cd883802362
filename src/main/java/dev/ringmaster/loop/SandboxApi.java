package dev.ringmaster.loop;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;

import dev.ringmaster.runner.Runner;

/** Whether agents are kept from what is not theirs. */
@GraphQLApi
public class SandboxApi {

    private final Runner runner;

    SandboxApi(Runner runner) {
        this.runner = runner;
    }

    /** @param message what the sandbox is, or why there is none and what to do about it */
    @Type("Sandbox")
    public record Sandbox(boolean active, @NonNull String message) {
    }

    /** What agents, and the commands of projects, run in on this server. */
    @Query("sandbox")
    public @NonNull Sandbox sandbox() {
        var isolation = runner.isolation();
        return new Sandbox(isolation.active(), isolation.message());
    }
}
