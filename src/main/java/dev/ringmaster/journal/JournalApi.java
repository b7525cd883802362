package dev.ringmaster.journal;

import java.util.List;

import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.support.Ids;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** The journal over GraphQL: a page after a cursor, or a feed from it. */
@GraphQLApi
public class JournalApi {

    /** In rows and not in bytes, since readers take a short page for deleted rows. */
    private static final int MAX_PAGE = 1000;

    private final Pool pool;
    private final JournalRepository repository;
    private final RunFeed feed;

    JournalApi(Pool pool, JournalRepository repository, RunFeed feed) {
        this.pool = pool;
        this.repository = repository;
        this.feed = feed;
    }

    @Query("runEvents")
    @NonNull
    public Uni<List<@NonNull RunEvent>> runEvents(@NonNull @Id String runId, @DefaultValue("0") Long after,
            @DefaultValue("200") Integer first) {
        var id = Ids.parse("run", runId);
        if (first < 1 || first > MAX_PAGE) {
            throw RingmasterException.invalid("first is " + first + "; ask for 1 to " + MAX_PAGE + " events.");
        }
        return repository.end(pool, id).flatMap(end -> {
            if (!end.known()) {
                throw RingmasterException.notFound("run", id);
            }
            return repository.after(pool, id, after, first);
        });
    }

    @Subscription("runEvents")
    @NonNull
    public Multi<List<@NonNull RunEvent>> followRunEvents(@NonNull @Id String runId, @DefaultValue("0") Long after) {
        return feed.events(Ids.parse("run", runId), after);
    }
}
