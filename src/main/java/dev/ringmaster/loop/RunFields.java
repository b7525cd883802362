package dev.ringmaster.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.Card;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** The fields that loops add to cards and runs, each read once for a whole page of them. */
@GraphQLApi
public class RunFields {

    private final Pool pool;
    private final RunRepository runs;
    private final IterationRepository iterations;
    private final CheckpointRepository checkpoints;

    RunFields(Pool pool, RunRepository runs, IterationRepository iterations, CheckpointRepository checkpoints) {
        this.pool = pool;
        this.runs = runs;
        this.iterations = iterations;
        this.checkpoints = checkpoints;
    }

    @Name("currentRun")
    public Uni<List<@Nullable Run>> currentRun(@Source List<Card> cards) {
        return runs.openOfCards(pool, ids(cards)).map(open -> {
            var byCard = open.stream().collect(Collectors.toMap(Run::cardId, Function.identity()));
            var answers = new ArrayList<@Nullable Run>();
            cards.forEach(card -> answers.add(byCard.get(card.id())));
            return answers;
        });
    }

    /** Oldest first. */
    @Name("runs")
    public @NonNull Uni<List<List<@NonNull Run>>> runs(@Source List<Card> cards) {
        return runs.ofCards(pool, ids(cards)).map(all -> grouped(ids(cards), all, Run::cardId));
    }

    /** Newest first. */
    @Name("checkpoints")
    public @NonNull Uni<List<List<@NonNull Checkpoint>>> checkpoints(@Source List<Card> cards) {
        return checkpoints.ofCards(pool, ids(cards)).map(all -> grouped(ids(cards), all, Checkpoint::cardId));
    }

    @Name("iterations")
    public @NonNull Uni<List<List<@NonNull Iteration>>> iterations(@Source List<Run> ofRuns) {
        var ids = ofRuns.stream().map(Run::id).toList();
        return iterations.ofRuns(pool, ids).map(all -> grouped(ids, all, Iteration::runId));
    }

    /** What its agent was given, with what each part weighs. */
    @Name("promptSections")
    public @NonNull Uni<List<List<@NonNull PromptSection>>> promptSections(@Source List<Iteration> ofIterations) {
        return Uni.createFrom().item(() -> ofIterations.stream().map(PromptSection::of).toList());
    }

    private static List<UUID> ids(List<Card> cards) {
        return cards.stream().map(Card::id).toList();
    }

    private static <T> List<List<T>> grouped(List<UUID> keys, List<T> all, Function<T, UUID> key) {
        var groups = all.stream().collect(Collectors.groupingBy(key));
        return keys.stream().map(id -> groups.getOrDefault(id, List.of())).toList();
    }
}
