package dev.ringmaster.loop.work;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.AcceptanceCriterion;
import dev.ringmaster.card.AcceptanceCriterionRepository;
import dev.ringmaster.card.CardError;
import dev.ringmaster.card.CardErrorRepository;
import dev.ringmaster.card.ReviewComment;
import dev.ringmaster.card.ReviewCommentRepository;
import dev.ringmaster.loop.HintRepository;
import dev.ringmaster.loop.HintRepository.Hint;
import dev.ringmaster.loop.briefing.HistoryRepository;
import dev.ringmaster.loop.briefing.PromptSettings;
import dev.ringmaster.loop.briefing.PromptSettingsRepository;
import dev.ringmaster.prompt.History.Report;
import dev.ringmaster.prompt.PromptInput;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;

/** Reads what the rows say that a prompt is made of. Blocking: for workers. */
@ApplicationScoped
class PromptFacts {

    private final Pool pool;
    private final AcceptanceCriterionRepository criteria;
    private final CardErrorRepository errors;
    private final ReviewCommentRepository comments;
    private final HintRepository hints;
    private final HistoryRepository history;
    private final PromptSettingsRepository settings;

    PromptFacts(Pool pool, AcceptanceCriterionRepository criteria, CardErrorRepository errors,
            ReviewCommentRepository comments, HintRepository hints, HistoryRepository history,
            PromptSettingsRepository settings) {
        this.pool = pool;
        this.criteria = criteria;
        this.errors = errors;
        this.comments = comments;
        this.hints = hints;
        this.history = history;
        this.settings = settings;
    }

    /**
     * @param errors those that are open, in words; null if there are none
     * @param reports of earlier iterations, oldest first
     * @param condensed what pieces of them became, by hash
     */
    record Facts(List<Hint> hints, List<String> criteria, List<PromptInput.ReviewComment> comments, @Nullable String errors,
            List<Report> reports, Map<String, String> condensed, PromptSettings settings) {
    }

    Facts of(UUID card, UUID project) {
        return Await.of(pool.withConnection(connection -> read(connection, card, project)));
    }

    /** Sent without waiting for each other's answers. */
    private Uni<Facts> read(SqlClient client, UUID card, UUID project) {
        return Uni.combine().all().unis(hints.unused(client, card), criteria.ofCard(client, card),
                comments.byCards(client, List.of(card)), errors.byCards(client, List.of(card)),
                history.reports(client, card), history.condensed(client, card), settings.find(client, project))
                .with((told, wanted, said, failed, reports, condensed, own) -> new Facts(told,
                        wanted.stream().map(AcceptanceCriterion::description).toList(),
                        open(said.getOrDefault(card, List.of())), describe(failed.getOrDefault(card, List.of())), reports,
                        condensed, own));
    }

    private static List<PromptInput.ReviewComment> open(List<ReviewComment> comments) {
        return comments.stream().filter(comment -> !comment.resolved())
                .map(comment -> new PromptInput.ReviewComment(comment.author(), comment.trusted(), comment.path(),
                        comment.line(), comment.text()))
                .toList();
    }

    private static @Nullable String describe(List<CardError> errors) {
        var open = errors.stream().filter(error -> !error.resolved()).map(PromptFacts::describe).toList();
        return open.isEmpty() ? null : String.join("\n\n", open);
    }

    private static String describe(CardError error) {
        return error.category() + " in " + error.sourceState() + ": " + error.message()
                + (error.context() == null ? "" : "\n" + error.context());
    }
}
