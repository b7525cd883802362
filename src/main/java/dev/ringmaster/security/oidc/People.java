package dev.ringmaster.security.oidc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import dev.ringmaster.security.caller.Role;
import dev.ringmaster.support.graphql.AccessChange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Remembers who has come by single sign-on, and what the newest word of the provider gives them. */
@ApplicationScoped
public class People {

    static final String ID_PREFIX = "oidc:";

    private final Pool pool;
    private final PersonRepository people;
    private final Event<AccessChange> changes;

    People(Pool pool, PersonRepository people, Event<AccessChange> changes) {
        this.pool = pool;
        this.people = people;
        this.changes = changes;
    }

    /** The roles that callers have now; those who have none, or are no persons, are not in it. */
    public Uni<Map<String, Role>> roles(Collection<String> callers) {
        var ids = callers.stream().filter(id -> id.startsWith(ID_PREFIX)).toList();
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : people.roles(pool, ids);
    }

    /** Somebody has come with a token. @return the role that it gives them now, if any */
    Uni<Optional<Role>> meet(String id, String name, Standing token) {
        return people.find(pool, id).flatMap(found -> {
            var before = found.map(PersonRepository.Known::standing).orElse(token);
            var now = before.after(token);
            var news = found.isEmpty() || !now.equals(before) || !found.get().seenLately();
            var saved = news ? people.save(pool, id, name, now) : Uni.createFrom().voidItem();
            return saved.invoke(() -> tellIfLess(before, now)).replaceWith(() -> Optional.ofNullable(token.within(now)));
        });
    }

    Uni<List<Person>> all() {
        return people.all(pool);
    }

    private void tellIfLess(Standing before, Standing now) {
        if (now.isLessThan(before)) {
            changes.fire(new AccessChange());
        }
    }
}
