package dev.ringmaster.agent.setup;

import java.util.List;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.PlatformProbes;
import io.smallrye.mutiny.Uni;

/** What agents there are on this server. */
@GraphQLApi
public class AgentApi {

    private final PlatformProbes probes;

    AgentApi(PlatformProbes probes) {
        this.probes = probes;
    }

    /** @param message what was found, or the command that repairs it */
    @Type("Platform")
    public record Platform(@NonNull String name, boolean available, @Nullable String version, @Nullable String path,
            @Nullable Boolean loggedIn, @NonNull String message) {

        static Platform of(PlatformProbe probe) {
            return new Platform(probe.platform(), probe.available(), probe.version(), probe.path(), probe.loggedIn(),
                    probe.message());
        }
    }

    /** Those that Ringmaster knows and those that are configured, whether they are installed or not. */
    @Query("platforms")
    public @NonNull Uni<List<@NonNull Platform>> platforms() {
        return probes.all().map(found -> found.stream().map(Platform::of).toList());
    }
}
