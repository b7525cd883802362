package dev.ringmaster.security.guard;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.caller.Authentication;
import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.caller.OperationRoles;
import dev.ringmaster.security.caller.Role;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;

/** Who the caller is, over GraphQL. */
@GraphQLApi
public class MeApi {

    private final SecurityIdentity identity;

    MeApi(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The caller. @param expiresAt when they have to log in again; null if never */
    public record Me(@NonNull String name, @NonNull Role role, @NonNull Authentication authentication,
            @Nullable Instant expiresAt,
            @NonNull @Description("The queries, mutations and subscriptions that they may run") List<@NonNull String> operations) {
    }

    @Query("me")
    public @NonNull Uni<Me> me() {
        return Uni.createFrom().item(() -> {
            var caller = Caller.of(identity);
            if (caller == null || caller.role() == null) {
                throw new RingmasterException(ErrorCode.FORBIDDEN, "Nobody knows who you are.");
            }
            return new Me(caller.name(), caller.role(), caller.authentication(), caller.expiresAt(),
                    OperationRoles.openTo(caller.role()).toList());
        });
    }
}
