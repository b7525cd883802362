package dev.ringmaster.delivery.review;

import java.net.URI;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.delivery.IntegrationHub;
import dev.ringmaster.delivery.card.CardDeliveryRepository;
import dev.ringmaster.delivery.card.Subject;
import dev.ringmaster.delivery.github.GitHub;
import dev.ringmaster.delivery.github.RepositoryName;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.IntegrationException.Kind;
import dev.ringmaster.loop.CheckpointOperation;
import dev.ringmaster.loop.CheckpointRepository;
import dev.ringmaster.loop.work.CardWorkspaces;
import dev.ringmaster.support.Workers;
import dev.ringmaster.workspace.Publisher;
import dev.ringmaster.workspace.Workspace;
import dev.ringmaster.workspace.WorkspaceException;
import dev.ringmaster.workspace.git.GitException;
import dev.ringmaster.workspace.git.Remote;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Cards' branches at GitHub. */
@ApplicationScoped
public class Branches {

    private final Pool pool;
    private final IntegrationHub hub;
    private final CardWorkspaces workspaces;
    private final CardDeliveryRepository deliveries;
    private final CheckpointRepository checkpoints;

    Branches(Pool pool, IntegrationHub hub, CardWorkspaces workspaces, CardDeliveryRepository deliveries,
            CheckpointRepository checkpoints) {
        this.pool = pool;
        this.hub = hub;
        this.workspaces = workspaces;
        this.deliveries = deliveries;
        this.checkpoints = checkpoints;
    }

    /** A card's branch, and where it belongs. */
    public record Target(GitHub github, RepositoryName repository, Workspace workspace) {

        private Publisher publisher() {
            return new Publisher(workspace, new Remote(URI.create(github.url() + "/" + repository + ".git"),
                    github.token(), github.certificates()));
        }
    }

    /** Empty when GitHub is not configured, the project is not there, or the card has no branch. */
    public Optional<Target> target(Subject subject) {
        return hub.github().flatMap(github -> subject.repository(github)
                .flatMap(repository -> workspaces.of(subject.project(), subject.card())
                        .map(workspace -> new Target(github, repository, workspace))));
    }

    /**
     * Brings the remote branch to what is committed here, and notes it. Idempotent.
     *
     * @return the commit; fails with {@link IntegrationException}
     */
    public Uni<String> push(Subject subject, Target target) {
        return checkpoints.saveBefore(pool, subject.card().id(), CheckpointOperation.PUSH)
                .chain(() -> Workers.onWorker(() -> target.publisher().push(subject.delivery().pushedCommit())))
                .onFailure(WorkspaceException.class)
                .transform(failure -> IntegrationException.refused(String.valueOf(failure.getMessage())))
                .onFailure(GitException.class).transform(failure -> explained((GitException) failure))
                .call(commit -> deliveries.pushed(pool, subject.card().id(), target.repository().toString(), commit));
    }

    /** Has the remote's default branch here. Fails with {@link IntegrationException}. */
    Uni<Publisher.Fetched> fetchDefault(Target target) {
        return Workers.onWorker(() -> target.publisher().fetchDefault())
                .onFailure(GitException.class).transform(failure -> explained((GitException) failure));
    }

    /** Git tells what went wrong in words only. */
    private static IntegrationException explained(GitException failure) {
        var said = failure.stderr();
        var message = "git could not reach the branch at GitHub: " + said.strip();
        if (said.contains("Authentication failed") || said.contains("could not read Username")
                || said.contains("returned error: 401") || said.contains("returned error: 403")) {
            return new IntegrationException(Kind.UNAUTHORIZED, 401, message, null);
        }
        if (said.contains("rejected") || said.contains("declined") || said.contains("returned error: 404")
                || said.contains("not found")) {
            return IntegrationException.refused(message);
        }
        return IntegrationException.unavailable(message);
    }
}
