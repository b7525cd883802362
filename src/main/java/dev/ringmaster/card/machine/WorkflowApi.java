package dev.ringmaster.card.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.Card;
import dev.ringmaster.card.workflow.Action;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Edge;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.card.workflow.Workflow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** The workflow over GraphQL: the table itself, and what it allows a card now. */
@GraphQLApi
public class WorkflowApi {

    private final Pool pool;
    private final TransitionRepository transitions;

    WorkflowApi(Pool pool, TransitionRepository transitions) {
        this.pool = pool;
        this.transitions = transitions;
    }

    /** A row of the table as the API shows it. */
    @Type("WorkflowEdge")
    public record WorkflowEdge(@NonNull CardState from, @NonNull Trigger trigger, @Nullable String guard,
            @NonNull CardState to, @NonNull List<@NonNull String> actions) {

        static WorkflowEdge of(Edge edge) {
            return new WorkflowEdge(edge.from(), edge.trigger(), edge.guard().description(), edge.to(),
                    edge.actions().stream().map(Action::name).toList());
        }
    }

    @Query("workflow")
    public @NonNull List<@NonNull WorkflowEdge> workflow() {
        return Workflow.edges().stream().map(WorkflowEdge::of).toList();
    }

    /** What a person may fire now, guards included. */
    @Name("allowedTriggers")
    public @NonNull Uni<List<List<@NonNull Trigger>>> allowedTriggers(@Source List<Card> cards) {
        return transitions.find(pool, cards.stream().map(Card::id).toList()).map(found -> {
            var byId = new HashMap<UUID, List<Trigger>>();
            found.forEach(card -> byId.put(card.cardId(),
                    List.copyOf(Workflow.allowedToUsers(card.state(), card.facts()))));
            var answers = new ArrayList<List<Trigger>>();
            cards.forEach(card -> answers.add(byId.getOrDefault(card.id(), List.of())));
            return answers;
        });
    }
}
