package dev.ringmaster.loop.work;

import java.util.List;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Platforms;
import dev.ringmaster.agent.Subscriptions;
import dev.ringmaster.card.Card;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.IterationRepository;
import dev.ringmaster.loop.Run;
import dev.ringmaster.loop.RunRepository;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;

/** Reads what an iteration works with. Blocking: for workers. */
@ApplicationScoped
class WorkLoader {

    private final Pool pool;
    private final RunRepository runs;
    private final IterationRepository iterations;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final CardWorkspaces workspaces;
    private final Subscriptions subscriptions;
    private final Platforms platforms;

    WorkLoader(Pool pool, RunRepository runs, IterationRepository iterations, CardRepository cards, ProjectRepository projects,
            CardWorkspaces workspaces,
            Subscriptions subscriptions, Platforms platforms) {
        this.pool = pool;
        this.runs = runs;
        this.iterations = iterations;
        this.cards = cards;
        this.projects = projects;
        this.workspaces = workspaces;
        this.subscriptions = subscriptions;
        this.platforms = platforms;
    }

    /**
     * The run as its row says now, with the fence it was claimed under.
     *
     * @throws RingmasterException when the configuration no longer has the run's subscription or platform
     */
    Work load(Run claimed) {
        return load(claimed, null);
    }

    /** The same, after this server has worked with {@code before}: spares what cannot have changed since. */
    Work load(Run claimed, @Nullable Work before) {
        var rows = Await.of(pool.withConnection(connection -> read(connection, claimed)));
        var run = rows.run();
        var card = rows.card();
        var project = rows.project();
        if (!run.fence().equals(claimed.fence())) {
            throw new RunFence.Lost(claimed.fence());
        }
        var workspace = before == null ? workspaces.ensure(project, card)
                : workspaces.ensure(project, card, before.workspace());
        var head = Objects.requireNonNullElse(card.headCommit(), workspace.baseCommit());
        var platform = platforms.find(run.platform()).orElseThrow(() -> new RingmasterException(
                ErrorCode.PLATFORM_UNAVAILABLE, "The platform \"" + run.platform() + "\" is not configured any more."));
        return new Work(run, rows.iterations(), card, project, workspace, head, platform,
                subscriptions.find(run.subscription()));
    }

    private record Rows(Run run, List<Iteration> iterations, Card card, Project project) {
    }

    /** Sent without waiting for each other's answers. */
    private Uni<Rows> read(SqlClient client, Run claimed) {
        var run = runs.find(client, claimed.id())
                .map(found -> found.orElseThrow(() -> RingmasterException.notFound("run", claimed.id())));
        var card = cards.require(client, claimed.cardId());
        return Uni.combine().all().unis(run, iterations.ofRun(client, claimed.id()), card).asTuple()
                .flatMap(found -> projects.require(client, found.getItem3().projectId())
                        .map(project -> new Rows(found.getItem1(), found.getItem2(), found.getItem3(), project)));
    }
}
