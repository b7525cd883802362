package dev.ringmaster.security.oidc;

import java.util.List;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import io.smallrye.mutiny.Uni;

/** Who has come by single sign-on, over GraphQL, for admins. */
@GraphQLApi
public class PeopleApi {

    private final People people;

    PeopleApi(People people) {
        this.people = people;
    }

    @Query("people")
    public @NonNull Uni<List<@NonNull Person>> people() {
        return people.all();
    }
}
