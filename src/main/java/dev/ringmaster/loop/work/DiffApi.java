package dev.ringmaster.loop.work;

import java.util.function.Function;

import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.Card;
import dev.ringmaster.loop.IterationRepository;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.support.Workers;
import dev.ringmaster.workspace.Diff;
import dev.ringmaster.workspace.Workspace;
import dev.ringmaster.workspace.Workspaces;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** What a card has changed against its base, or since it was last reviewed. */
@GraphQLApi
public class DiffApi {

    private final Pool pool;
    private final ProjectRepository projects;
    private final CardWorkspaces cardWorkspaces;
    private final Workspaces workspaces;
    private final IterationRepository iterations;
    private final DiffRedaction redaction;

    DiffApi(Pool pool, ProjectRepository projects, CardWorkspaces cardWorkspaces, Workspaces workspaces,
            IterationRepository iterations, Redactor redactor) {
        this.pool = pool;
        this.projects = projects;
        this.cardWorkspaces = cardWorkspaces;
        this.workspaces = workspaces;
        this.iterations = iterations;
        this.redaction = new DiffRedaction(redactor);
    }

    /** Null while the card has no worktree; since a review, null while nobody has asked for changes yet. */
    @Name("diff")
    public Uni<@Nullable Diff> diff(@Source Card card, @DefaultValue("BASE") DiffSince since) {
        if (card.worktreePath() == null) {
            return Uni.createFrom().nullItem();
        }
        return projects.require(pool, card.projectId()).flatMap(project -> switch (since) {
            case BASE -> read(project, card, workspaces::diff);
            case REVIEW -> iterations.reviewedCommit(pool, card.id()).flatMap(reviewed -> reviewed
                    .map(commit -> read(project, card, workspace -> workspaces.diff(workspace, commit)))
                    .orElseGet(() -> Uni.createFrom().nullItem()));
        });
    }

    private Uni<@Nullable Diff> read(Project project, Card card, Function<Workspace, Diff> compare) {
        return Workers.onWorker(() -> cardWorkspaces.of(project, card).map(compare).map(redaction::clean).orElse(null));
    }
}
