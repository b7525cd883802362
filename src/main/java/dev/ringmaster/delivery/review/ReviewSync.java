package dev.ringmaster.delivery.review;

import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.ringmaster.card.CardChanges;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.card.machine.ActionConfig;
import dev.ringmaster.delivery.IntegrationHub;
import dev.ringmaster.delivery.github.Comment;
import dev.ringmaster.delivery.github.GitHub;
import dev.ringmaster.delivery.github.GitHubConfig;
import dev.ringmaster.delivery.github.RepositoryName;
import dev.ringmaster.delivery.review.ReviewRepository.Due;
import dev.ringmaster.security.Redactor;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Reads what is said about a card's pull request into its review comments, each once. A webhook only makes it look earlier.
 * Whoever may not write to the repository is marked as such: anybody may comment on a public one. A prompt quotes all of it
 * as data, and what they say under a heading of its own that asks for nothing.
 */
@ApplicationScoped
class ReviewSync {

    private static final Logger LOG = Logger.getLogger(ReviewSync.class);
    private static final int AT_ONCE = 10;
    private static final int LONGEST = 10_000;

    private final Pool pool;
    private final IntegrationHub hub;
    private final ReviewRepository reviews;
    private final CardRepository cards;
    private final CardChanges changes;
    private final Redactor redactor;
    private final GitHubConfig config;
    private final ActionConfig acting;

    ReviewSync(Pool pool, IntegrationHub hub, ReviewRepository reviews, CardRepository cards, CardChanges changes,
            Redactor redactor, GitHubConfig config, ActionConfig acting) {
        this.pool = pool;
        this.hub = hub;
        this.reviews = reviews;
        this.cards = cards;
        this.changes = changes;
        this.redactor = redactor;
        this.config = config;
        this.acting = acting;
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var github = hub.github();
        return github.isEmpty() || !acting.enabled() ? Uni.createFrom().voidItem()
                : reviews.take(pool, config.reviewEvery(), AT_ONCE).onItem().transformToMulti(Multi.createFrom()::iterable)
                        .onItem().transformToUniAndConcatenate(due -> read(github.get(), due))
                        .collect().last().replaceWithVoid()
                        .onFailure().invoke(failure -> LOG.warnf("review.sync failed: %s", failure.getMessage()))
                        .onFailure().recoverWithNull();
    }

    private record Found(String externalId, Comment comment) {
    }

    /** One that cannot be read keeps no other from being read, and is tried again at its next turn. */
    private Uni<Void> read(GitHub github, Due due) {
        var repository = RepositoryName.parse(due.repository()).orElseThrow();
        return Uni.combine().all().unis(github.reviews(repository, due.number()),
                github.reviewComments(repository, due.number()), github.conversation(repository, due.number()))
                .with((verdicts, onLines, words) -> Stream.of(
                        verdicts.stream().map(comment -> new Found("github:review:" + comment.id(), comment)),
                        onLines.stream().map(comment -> new Found("github:comment:" + comment.id(), comment)),
                        words.stream().map(comment -> new Found("github:issue:" + comment.id(), comment)))
                        .flatMap(found -> found).filter(ReviewSync::saysSomething).toList())
                .onItem().transformToMulti(Multi.createFrom()::iterable)
                .onItem().transformToUniAndConcatenate(found -> reviews.add(pool, due.cardId(), found.externalId(),
                        found.comment(), text(found.comment())))
                .filter(isNew -> isNew).collect().asList()
                .flatMap(added -> added.isEmpty() ? Uni.createFrom().voidItem() : tell(due))
                .onFailure().invoke(failure -> LOG.warnf("review.sync card=%s pull=%s/%d: %s", due.cardId(), due.repository(),
                        due.number(), failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private static boolean saysSomething(Found found) {
        var body = found.comment().body();
        return body != null && !body.isBlank() && !found.comment().fromBot()
                && !"PENDING".equals(found.comment().state());
    }

    private String text(Comment comment) {
        var body = redactor.redact(String.valueOf(comment.body()).replace("\0", "").strip());
        return body.length() <= LONGEST ? body : body.substring(0, LONGEST) + "\n[…]";
    }

    private Uni<Void> tell(Due due) {
        return cards.touch(pool, due.cardId()).invoke(() -> changes.changed(due.projectId())).replaceWithVoid();
    }
}
