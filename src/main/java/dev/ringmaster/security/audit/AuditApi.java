package dev.ringmaster.security.audit;

import java.util.List;

import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.support.RingmasterException;
import io.smallrye.graphql.api.Nullable;
import io.smallrye.mutiny.Uni;

/** The audit log over GraphQL, for admins. */
@GraphQLApi
public class AuditApi {

    private static final int USUAL_PAGE = 50;
    private static final int MAX_PAGE = 500;

    private final AuditLog log;

    AuditApi(AuditLog log) {
        this.log = log;
    }

    /** The newest first. @param after the endCursor of the page before */
    @Query("auditLog")
    public @NonNull Uni<AuditPage> auditLog(@DefaultValue("50") @Nullable Integer first, @Nullable String after,
            @Nullable String actor, @Nullable String subject) {
        int size = first == null ? USUAL_PAGE : first;
        if (size < 1 || size > MAX_PAGE) {
            throw RingmasterException.invalid("first is " + size + ". Ask for 1 to " + MAX_PAGE + " entries.");
        }
        return log.page(actor, subject, cursor(after), size);
    }

    @Query("auditActors")
    public @NonNull Uni<List<@NonNull String>> auditActors() {
        return log.actors();
    }

    private static long cursor(@Nullable String after) {
        if (after == null) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("\\d{1,18}")) {
            throw RingmasterException.invalid("after is not a cursor of this list. Pass the endCursor of a page, or nothing to"
                    + " start over.");
        }
        return Long.parseLong(after);
    }
}
