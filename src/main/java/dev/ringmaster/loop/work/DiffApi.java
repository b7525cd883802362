package dev.ringmaster.loop.work;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.Card;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.workspace.Diff;
import dev.ringmaster.workspace.Workspaces;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;

/** What a card has changed against its base. */
@GraphQLApi
public class DiffApi {

    private final Pool pool;
    private final ProjectRepository projects;
    private final CardWorkspaces cardWorkspaces;
    private final Workspaces workspaces;
    private final DiffRedaction redaction;

    DiffApi(Pool pool, ProjectRepository projects, CardWorkspaces cardWorkspaces, Workspaces workspaces,
            Redactor redactor) {
        this.pool = pool;
        this.projects = projects;
        this.cardWorkspaces = cardWorkspaces;
        this.workspaces = workspaces;
        this.redaction = new DiffRedaction(redactor);
    }

    /** Null while the card has no worktree. */
    @Name("diff")
    public Uni<@Nullable Diff> diff(@Source Card card) {
        if (card.worktreePath() == null) {
            return Uni.createFrom().nullItem();
        }
        return projects.require(pool, card.projectId()).flatMap(project -> Uni.createFrom()
                .item(() -> cardWorkspaces.of(project, card).map(workspaces::diff).map(redaction::clean).orElse(null))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }
}
