package dev.ringmaster.loop.work;

import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Platforms;
import dev.ringmaster.agent.Subscriptions;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.Run;
import dev.ringmaster.loop.RunRepository;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.vertx.mutiny.sqlclient.Pool;

/** Reads what an iteration works with. Blocking: for workers. */
@ApplicationScoped
class WorkLoader {

    private final Pool pool;
    private final RunRepository runs;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final CardWorkspaces workspaces;
    private final Subscriptions subscriptions;
    private final Platforms platforms;

    WorkLoader(Pool pool, RunRepository runs, CardRepository cards, ProjectRepository projects, CardWorkspaces workspaces,
            Subscriptions subscriptions, Platforms platforms) {
        this.pool = pool;
        this.runs = runs;
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
        var run = Await.of(runs.find(pool, claimed.id())).orElseThrow(() -> RingmasterException.notFound("run",
                claimed.id()));
        if (!run.fence().equals(claimed.fence())) {
            throw new RunFence.Lost(claimed.fence());
        }
        var card = Await.of(cards.require(pool, run.cardId()));
        var project = Await.of(projects.require(pool, card.projectId()));
        var workspace = before == null ? workspaces.ensure(project, card)
                : workspaces.ensure(project, card, before.workspace());
        var head = Objects.requireNonNullElse(card.headCommit(), workspace.baseCommit());
        var platform = platforms.find(run.platform()).orElseThrow(() -> new RingmasterException(
                ErrorCode.PLATFORM_UNAVAILABLE, "The platform \"" + run.platform() + "\" is not configured any more."));
        return new Work(run, card, project, workspace, head, platform, subscriptions.find(run.subscription()));
    }
}
