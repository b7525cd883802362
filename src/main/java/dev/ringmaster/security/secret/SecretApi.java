package dev.ringmaster.security.secret;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

/** Stored secrets over GraphQL: everything but their values. */
@GraphQLApi
public class SecretApi {

    private final SecretService secrets;

    SecretApi(SecretService secrets) {
        this.secrets = secrets;
    }

    /**
     * A stored credential, without its value, which no operation returns.
     *
     * @param usedBy the settings that refer to it
     * @param problem why this server cannot use it, and what to do; null if it can
     */
    @Type("Secret")
    public record Secret(@NonNull String name, @NonNull Instant createdAt, @NonNull Instant updatedAt,
            @NonNull List<@NonNull String> usedBy, @Nullable String problem) {
    }

    /** All stored secrets, by name. */
    @Query("secrets")
    public @NonNull Uni<List<@NonNull Secret>> secrets() {
        return secrets.all();
    }

    /** Stores a secret, or gives it another value. What uses it has the new one from its next start on. */
    @Mutation("setSecret")
    public @NonNull Uni<@NonNull Secret> setSecret(@NonNull String name, @NonNull String value) {
        return secrets.set(name, value);
    }

    /** Deletes a secret that no setting refers to. */
    @Mutation("removeSecret")
    public @NonNull Uni<@NonNull Boolean> removeSecret(@NonNull String name) {
        return secrets.remove(name);
    }
}
