package dev.ringmaster.card;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.Ids;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;

/** What people do to cards, except moving them: create, list, change, comment. */
@ApplicationScoped
public class CardService {

    private static final int LARGEST_PAGE = 200;

    private final Pool pool;
    private final CardRepository cards;
    private final AcceptanceCriterionRepository criteria;
    private final ReviewCommentRepository comments;
    private final ProjectRepository projects;
    private final CardChanges changes;

    CardService(Pool pool, CardRepository cards, AcceptanceCriterionRepository criteria, ReviewCommentRepository comments,
            ProjectRepository projects, CardChanges changes) {
        this.pool = pool;
        this.cards = cards;
        this.criteria = criteria;
        this.comments = comments;
        this.projects = projects;
        this.changes = changes;
    }

    /** The card, or null if there is none. */
    public Uni<Card> find(UUID id) {
        return cards.find(pool, id);
    }

    /** Cards of all projects that wait for a person, the longest waiting first; {@value #LARGEST_PAGE} at most. */
    Uni<List<Card>> waiting() {
        return cards.waiting(pool, LARGEST_PAGE);
    }

    /**
     * One page of a project's cards, newest change first. A card that changes while somebody pages moves to the front, so
     * nobody gets a card twice; whoever wants such changes too listens to the feed.
     *
     * @param first 1 to 200
     */
    Uni<CardPage> page(CardFilter filter, int first, @Nullable String after) {
        if (first < 1 || first > LARGEST_PAGE) {
            throw RingmasterException.invalid("first is " + first + ". Choose 1 to " + LARGEST_PAGE + ".");
        }
        CardCursor cursor = after == null ? null : CardCursor.parse(after);
        return projects.find(pool, filter.projectId())
                .onItem().ifNull().failWith(() -> RingmasterException.notFound("project", filter.projectId()))
                .chain(() -> Uni.combine().all()
                        .unis(cards.page(pool, filter, cursor, first + 1), cards.count(pool, filter))
                        .with((found, total) -> page(found, first, total)));
    }

    private static CardPage page(List<Card> found, int first, int total) {
        List<Card> items = found.subList(0, Math.min(first, found.size()));
        return new CardPage(items, items.isEmpty() ? null : CardCursor.of(items.getLast()).text(), found.size() > first,
                total);
    }

    /** Fails with VALIDATION, or NOT_FOUND if there is no such project. */
    public Uni<Card> create(CardInput input) {
        if (input.projectId() == null) {
            throw RingmasterException.invalid("projectId is missing. A card belongs to a project.");
        }
        UUID projectId = Ids.parse("project", input.projectId());
        CardContent content = CardContent.create(input);
        List<String> texts = CriteriaRevision
                .checked(input.acceptanceCriteria() == null ? List.of() : input.acceptanceCriteria());
        return pool.withTransaction(client -> projects.takeCardNumber(client, projectId)
                .chain(number -> cards.insert(client, projectId, number, content))
                .call(card -> criteria.replace(client, card.id(), texts)))
                .invoke(this::tell);
    }

    /** Fails with VALIDATION, NOT_FOUND, or CONFLICT if {@code version} is not the present one. */
    public Uni<Card> update(UUID id, CardInput input, int version) {
        return pool.withTransaction(client -> cards.lock(client, id)
                .invoke(now -> {
                    requireVersion(now, version);
                    requireSameProject(now, input.projectId());
                })
                .chain(now -> cards.update(client, id, CardContent.change(now, input)))
                .call(changed -> replaceCriteria(client, id, input.acceptanceCriteria())))
                .invoke(this::tell);
    }

    private Uni<Void> replaceCriteria(SqlClient client, UUID id, @Nullable List<String> texts) {
        return texts == null ? Uni.createFrom().voidItem() : criteria.replace(client, id, texts);
    }

    /** Fails with VALIDATION or NOT_FOUND. */
    public Uni<Card> comment(UUID id, ReviewCommentInput comment, String author) {
        ReviewCommentInput checked = comment.checked();
        return pool.withTransaction(client -> cards.touch(client, id)
                .call(card -> comments.insert(client, id, checked, author)))
                .invoke(this::tell);
    }

    private void tell(Card card) {
        changes.changed(card.projectId());
    }

    private static void requireVersion(Card now, int version) {
        if (now.version() != version) {
            throw RingmasterException.stale("card", version, now.version());
        }
    }

    private static void requireSameProject(Card now, @Nullable String projectId) {
        if (projectId != null && !Ids.parse("project", projectId).equals(now.projectId())) {
            throw RingmasterException.invalid("A card stays in its project, which is " + now.projectId()
                    + ". Leave projectId out, or create a new card in the other project.");
        }
    }
}
