package dev.ringmaster.security.token;

import java.util.List;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.support.Ids;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;

/** API tokens over GraphQL, for admins. */
@GraphQLApi
public class ApiTokenApi {

    private final ApiTokens tokens;
    private final SecurityIdentity caller;

    ApiTokenApi(ApiTokens tokens, SecurityIdentity caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    @Query("apiTokens")
    public @NonNull Uni<List<@NonNull ApiToken>> apiTokens() {
        return tokens.all();
    }

    @Mutation("createApiToken")
    public @NonNull Uni<NewApiToken> createApiToken(@NonNull ApiTokenInput input) {
        return tokens.create(input, caller.getPrincipal().getName());
    }

    @Mutation("revokeApiToken")
    public @NonNull Uni<ApiToken> revokeApiToken(@NonNull @Id String id) {
        return tokens.revoke(Ids.parse("API token", id));
    }
}
