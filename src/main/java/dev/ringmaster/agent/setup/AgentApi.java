package dev.ringmaster.agent.setup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.BinaryProbe;
import dev.ringmaster.agent.KnownPlatforms;
import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.PlatformProbes;
import dev.ringmaster.agent.Platforms;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** What agents there are on this server. */
@GraphQLApi
public class AgentApi {

    private final Platforms platforms;
    private final PlatformProbes probes;

    AgentApi(Platforms platforms, PlatformProbes probes) {
        this.platforms = platforms;
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

    /** Those that can be run, and those that Ringmaster knows by name, whether they are installed or not. */
    @Query("platforms")
    public @NonNull Uni<List<@NonNull Platform>> platforms() {
        return probes.all().flatMap(found -> Uni.createFrom().item(() -> withKnown(found))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private List<Platform> withKnown(List<PlatformProbe> found) {
        Set<String> names = platforms.byName().keySet().stream().collect(Collectors.toSet());
        var all = new ArrayList<>(found);
        KnownPlatforms.all().stream().filter(known -> !names.contains(known.name()))
                .map(known -> BinaryProbe.probe(known, System.getenv())).forEach(all::add);
        return all.stream().sorted(Comparator.comparing(PlatformProbe::platform)).map(Platform::of).toList();
    }
}
