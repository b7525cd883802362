package dev.ringmaster.card;

import java.util.List;

import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.support.Ids;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.graphql.api.Nullable;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Cards over GraphQL: reading, writing and following them. */
@GraphQLApi
public class CardApi {

    private static final int USUAL_PAGE = 50;
    private static final String SOMEBODY = "user";

    private final CardService cards;
    private final CardFeed feed;
    private final SecurityIdentity caller;

    CardApi(CardService cards, CardFeed feed, SecurityIdentity caller) {
        this.cards = cards;
        this.feed = feed;
        this.caller = caller;
    }

    @Query
    public @NonNull Uni<CardPage> cards(@Id @NonNull String projectId, @Nullable List<@NonNull CardState> states,
            @Nullable List<@NonNull String> labels, @Nullable String search,
            @DefaultValue("50") @Nullable Integer first, @Nullable String after) {
        var filter = new CardFilter(Ids.parse("project", projectId), states == null ? List.of() : states,
                labels == null ? List.of() : labels, search);
        return cards.page(filter, first == null ? USUAL_PAGE : first, after);
    }

    /** Of all projects, the longest waiting first; 200 at most. */
    @Query
    public @NonNull Uni<List<@NonNull Card>> waitingCards() {
        return cards.waiting();
    }

    @Query
    public Uni<Card> card(@Id @NonNull String id) {
        return cards.find(Ids.parse("card", id));
    }

    @Mutation
    public @NonNull Uni<Card> createCard(@NonNull CardInput input) {
        return cards.create(input);
    }

    @Mutation
    public @NonNull Uni<Card> updateCard(@Id @NonNull String id, @NonNull CardInput input, int version) {
        return cards.update(Ids.parse("card", id), input, version);
    }

    @Mutation
    public @NonNull Uni<Card> addReviewComment(@Id @NonNull String cardId, @NonNull ReviewCommentInput comment) {
        return cards.comment(Ids.parse("card", cardId), comment, author());
    }

    private String author() {
        return caller.isAnonymous() ? SOMEBODY : caller.getPrincipal().getName();
    }

    @Subscription
    public @NonNull Multi<Card> cardChanges(@Id @NonNull String projectId) {
        return feed.of(Ids.parse("project", projectId));
    }
}
