package dev.ringmaster.delivery.review;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.AcceptanceCriterionRepository;
import dev.ringmaster.card.CardChanges;
import dev.ringmaster.delivery.card.CardDeliveryRepository;
import dev.ringmaster.delivery.card.Subject;
import dev.ringmaster.delivery.github.PullRequest;
import dev.ringmaster.delivery.review.Branches.Target;
import dev.ringmaster.delivery.review.PullRequestText.Spent;
import dev.ringmaster.security.Redactor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** The open pull request of a card's branch. */
@ApplicationScoped
class PullRequests {

    private final Pool pool;
    private final CardDeliveryRepository deliveries;
    private final AcceptanceCriterionRepository criteria;
    private final CardChanges changes;
    private final Redactor redactor;

    PullRequests(Pool pool, CardDeliveryRepository deliveries, AcceptanceCriterionRepository criteria, CardChanges changes,
            Redactor redactor) {
        this.pool = pool;
        this.deliveries = deliveries;
        this.criteria = criteria;
        this.changes = changes;
        this.redactor = redactor;
    }

    /** Makes it, or brings it up to date, and notes it. Idempotent. Fails with an IntegrationException. */
    Uni<PullRequest> ensure(Subject subject, Target target) {
        return pullRequest(subject, target)
                .call(pull -> deliveries.pullRequest(pool, subject.card().id(), pull.number(), pull.htmlUrl()))
                .invoke(() -> changes.changed(subject.project().id()));
    }

    /** Looks before it creates: a server that died after creating one finds it, and makes no second. */
    private Uni<PullRequest> pullRequest(Subject subject, Target target) {
        var workspace = target.workspace();
        return body(subject).flatMap(body -> target.github()
                .openPullRequest(target.repository(), workspace.branch(), workspace.defaultBranch())
                .flatMap(found -> found.map(pull -> update(target, pull, title(subject), body))
                        .orElseGet(() -> target.github().createPullRequest(target.repository(), title(subject), body,
                                workspace.branch(), workspace.defaultBranch()))));
    }

    private static Uni<PullRequest> update(Target target, PullRequest pull, String title, String body) {
        var whole = PullRequestText.over(pull.body(), body);
        return title.equals(pull.title()) && whole.equals(pull.body()) ? Uni.createFrom().item(pull)
                : target.github().updatePullRequest(target.repository(), pull.number(), title, whole);
    }

    private String title(Subject subject) {
        return redactor.redact(subject.card().title());
    }

    private Uni<String> body(Subject subject) {
        var card = subject.card();
        return criteria.ofCard(pool, card.id()).flatMap(list -> spent(card.id())
                .map(spent -> redactor.redact(PullRequestText.body(card, list, spent))));
    }

    private Uni<Spent> spent(UUID cardId) {
        return pool
                .preparedQuery(
                        """
                                select coalesce(sum(input_tokens + cache_creation_input_tokens + cache_read_input_tokens + output_tokens), 0)::bigint,
                                       coalesce(sum(cost_usd), 0), coalesce(sum(iteration), 0)::int
                                from run where card_id = $1""")
                .execute(Tuple.of(cardId)).map(rows -> {
                    var row = rows.iterator().next();
                    return new Spent(row.getLong(0), row.getBigDecimal(1), row.getInteger(2));
                });
    }
}
