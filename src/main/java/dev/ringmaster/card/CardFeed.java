package dev.ringmaster.card;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.CardRepository.Revision;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.Doorbell;
import dev.ringmaster.support.Followers;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * The cards of a project as they change. It works by pull: it looks at the table only when its subscriber wants more, so a
 * slow subscriber gets each card's latest state and costs no buffer. The doorbell makes it look at once; a look every two
 * seconds finds what other servers changed.
 */
@ApplicationScoped
@Startup // its gauge is there before the first follower
class CardFeed {

    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(2);
    /**
     * A transaction that took its time may commit a change whose time lies before changes already seen, so each look goes
     * back this far behind the latest change and leaves out what it knows.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(30);
    /**
     * A subscriber asks for the cards by another way, and that question may overtake this one. So what changed shortly before
     * this one arrived is told too: twice is harmless, never is not.
     */
    private static final Duration HINDSIGHT = Duration.ofSeconds(5);
    private static final int BATCH = 20;

    private final Pool pool;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final CardChanges changes;
    private final Followers followers = new Followers("cards");

    CardFeed(Pool pool, CardRepository cards, ProjectRepository projects, CardChanges changes) {
        this.pool = pool;
        this.cards = cards;
        this.projects = projects;
        this.changes = changes;
    }

    /**
     * Every change from the subscription on, and what changed in the 5 seconds before; fails with NOT_FOUND if there is no such
     * project.
     */
    Multi<Card> of(UUID projectId) {
        return Multi.createFrom().deferred(() -> {
            var watch = new Watch(projectId);
            followers.come();
            return watch.start()
                    .onItem().transformToMulti(ready -> Multi.createBy().repeating().uni(watch::next).indefinitely())
                    .onItem().<Card> disjoint()
                    .onTermination().invoke(followers::go)
                    .onTermination().invoke(watch::close);
        });
    }

    /** One subscriber's view: what it has seen. Its steps run one after the other. */
    private final class Watch {

        private final UUID projectId;
        private final Doorbell<UUID>.Ticket ticket;
        private final Map<UUID, Revision> seen = new HashMap<>();
        private final long cameNanos = System.nanoTime();
        private Instant latest = Instant.EPOCH;

        Watch(UUID projectId) {
            this.projectId = projectId;
            this.ticket = changes.ticket(projectId);
        }

        /** What is there now is known, but for what changed lately. */
        Uni<Void> start() {
            return pool.withConnection(connection -> cards.lastChanges(connection, projectId, OVERLAP,
                    HINDSIGHT.plusNanos(System.nanoTime() - cameNanos)))
                    .call(known -> known.latest().equals(Instant.EPOCH) ? requireProject() : Uni.createFrom().voidItem())
                    .invoke(known -> {
                        known.settled().forEach(revision -> seen.put(revision.id(), revision));
                        latest = known.latest();
                    })
                    .replaceWithVoid();
        }

        private Uni<Project> requireProject() {
            return projects.find(pool, projectId)
                    .onItem().ifNull().failWith(() -> RingmasterException.notFound("project", projectId));
        }

        /** The next cards that changed, or an empty list after a while without any. */
        Uni<List<Card>> next() {
            ticket.listen();
            return cards.changedSince(pool, projectId, latest.minus(OVERLAP))
                    .map(this::news)
                    .chain(news -> news.isEmpty()
                            ? ticket.await(LOOK_AT_LEAST_EVERY).replaceWith(List.of())
                            : cards.byIds(pool, news.stream().map(Revision::id).toList())
                                    .map(this::remember)
                                    .invoke(() -> advance(news)));
        }

        private List<Revision> news(List<Revision> revisions) {
            return revisions.stream().filter(this::isNews).limit(BATCH).toList();
        }

        /** A card may have changed again since its revision was read: then this is that change too. */
        private List<Card> remember(List<Card> changed) {
            changed.forEach(card -> seen.put(card.id(), revision(card)));
            return changed.stream().sorted(Comparator.comparing(Card::updatedAt).thenComparing(Card::id)).toList();
        }

        /**
         * Goes on to the last of these revisions, not to the last change of their cards: whatever else is waiting to be
         * told lies after the former, but perhaps long before the latter.
         */
        private void advance(List<Revision> told) {
            latest = told.stream().map(Revision::updatedAt).reduce(latest, (a, b) -> a.isAfter(b) ? a : b);
            Instant forgotten = latest.minus(OVERLAP);
            seen.values().removeIf(old -> !old.updatedAt().isAfter(forgotten));
        }

        private boolean isNews(Revision revision) {
            Revision known = seen.get(revision.id());
            return known == null || known.revision() < revision.revision();
        }

        private static Revision revision(Card card) {
            return new Revision(card.id(), card.revision(), card.updatedAt());
        }

        void close() {
            ticket.close();
        }
    }
}
