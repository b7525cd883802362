package dev.ringmaster.card;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

import dev.ringmaster.project.LoopLimits;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;

/** The fields of a card that lie in other tables; each is read for all cards of a request at once. */
@GraphQLApi
public class CardFields {

    private final Pool pool;
    private final AcceptanceCriterionRepository criteria;
    private final CardTransitionRepository transitions;
    private final CardErrorRepository errors;
    private final ReviewCommentRepository comments;
    private final ProjectRepository projects;

    CardFields(Pool pool, AcceptanceCriterionRepository criteria, CardTransitionRepository transitions,
            CardErrorRepository errors, ReviewCommentRepository comments, ProjectRepository projects) {
        this.pool = pool;
        this.criteria = criteria;
        this.transitions = transitions;
        this.errors = errors;
        this.comments = comments;
        this.projects = projects;
    }

    public @NonNull Uni<List<List<@NonNull AcceptanceCriterion>>> acceptanceCriteria(@Source List<Card> cards) {
        return each(cards, criteria::byCards);
    }

    public @NonNull Uni<List<List<@NonNull CardTransition>>> transitions(@Source List<Card> cards) {
        return each(cards, transitions::byCards);
    }

    public @NonNull Uni<List<List<@NonNull CardError>>> errors(@Source List<Card> cards) {
        return each(cards, errors::byCards);
    }

    public @NonNull Uni<List<List<@NonNull ReviewComment>>> reviewComments(@Source List<Card> cards) {
        return each(cards, comments::byCards);
    }

    /** What holds for the card's next run: its own limits, and its project's where it has none. */
    public @NonNull Uni<List<LoopLimits>> limits(@Source List<Card> cards) {
        return projects.byIds(pool, cards.stream().map(Card::projectId).distinct().toList())
                .map(found -> found.stream().collect(Collectors.toMap(Project::id, Project::defaults)))
                .map(defaults -> cards.stream()
                        .map(card -> card.ownLimits().over(requireNonNull(defaults.get(card.projectId()))))
                        .toList());
    }

    private <T> Uni<List<List<T>>> each(List<Card> cards,
            BiFunction<SqlClient, Collection<UUID>, Uni<Map<UUID, List<T>>>> read) {
        return read.apply(pool, cards.stream().map(Card::id).toList())
                .map(found -> cards.stream().map(card -> found.getOrDefault(card.id(), List.of())).toList());
    }
}
