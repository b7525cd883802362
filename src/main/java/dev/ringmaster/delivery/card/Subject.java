package dev.ringmaster.delivery.card;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.Card;
import dev.ringmaster.delivery.github.GitHub;
import dev.ringmaster.delivery.github.RepositoryName;
import dev.ringmaster.project.Project;

/** All that an action of delivery works with, read anew each time. */
public record Subject(Card card, Project project, DeliverySettings settings, CardDelivery delivery) {

    private static final int SHORT = 7;

    /** Where the card's branch belongs at GitHub; empty when the project is not there. */
    public Optional<RepositoryName> repository(GitHub github) {
        var named = settings.repository();
        var url = project.repositoryUrl();
        return named != null ? RepositoryName.parse(named)
                : url != null ? RepositoryName.ofUrl(url, github.url()) : Optional.empty();
    }

    /** The image that has to run, with its tag; empty when the project names none. */
    public Optional<String> expectedImage() {
        return settings.image() == null ? Optional.empty() : imageTag().map(tag -> settings.image() + ":" + tag);
    }

    /** The tag of the card's image; empty before there is a commit to deploy. */
    public Optional<String> imageTag() {
        var commit = deployedCommit();
        return commit == null ? Optional.empty()
                : Optional.of(settings.imageTag().replace("{sha}", commit).replace("{shortSha}",
                        commit.substring(0, Math.min(SHORT, commit.length()))));
    }

    /** What the card became on the default branch; else the commit of its branch. */
    private @Nullable String deployedCommit() {
        return delivery.mergeCommit() != null ? delivery.mergeCommit()
                : delivery.pushedCommit() != null ? delivery.pushedCommit() : card.headCommit();
    }

    /** Whether the card is in its state for longer than this, by the database's clock. */
    public boolean waitedFor(Duration limit) {
        return lasted(card.stateChangedAt(), limit);
    }

    /** Whether something noted has lasted this long. */
    public boolean lasted(@Nullable Instant since, Duration limit) {
        return since != null && !delivery.now().isBefore(since.plus(limit));
    }
}
