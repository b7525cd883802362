package dev.ringmaster.delivery;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.integration.Health;
import io.smallrye.mutiny.Uni;

/** Which other systems this server is connected to, and how they are. */
@GraphQLApi
public class IntegrationApi {

    private final IntegrationHub hub;

    IntegrationApi(IntegrationHub hub) {
        this.hub = hub;
    }

    /** @param message what was found when it was last looked at, or how to configure it */
    @Type("Integration")
    public record View(@NonNull String name, boolean configured, boolean healthy, @NonNull String message,
            @Nullable Instant checkedAt) {

        static View of(Health health) {
            return new View(health.name(), health.configured(), health.healthy(), health.message(), health.checkedAt());
        }
    }

    /** All that there could be, configured or not. */
    @Query("integrations")
    public @NonNull Uni<List<@NonNull View>> integrations() {
        return Uni.createFrom().item(() -> hub.health().stream().map(View::of).toList());
    }

    /** Looks at one of them now, such as after its credential was corrected; may take 20 seconds. */
    @Mutation("testIntegration")
    public @NonNull Uni<View> testIntegration(@NonNull String name) {
        return hub.examine(name).map(View::of);
    }
}
