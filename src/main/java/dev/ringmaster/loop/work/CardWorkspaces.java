package dev.ringmaster.loop.work;

import java.nio.file.Path;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.Card;
import dev.ringmaster.card.CardChanges;
import dev.ringmaster.project.Project;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.workspace.RemoveResult;
import dev.ringmaster.workspace.Workspace;
import dev.ringmaster.workspace.Workspaces;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Which worktree belongs to which card: made by git, remembered in the card's row. Blocking: for workers. */
@ApplicationScoped
public class CardWorkspaces {

    private final Pool pool;
    private final Workspaces workspaces;
    private final CardChanges changes;
    private final Path root;

    CardWorkspaces(Pool pool, Workspaces workspaces, CardChanges changes, RingmasterConfig config) {
        this.pool = pool;
        this.workspaces = workspaces;
        this.changes = changes;
        this.root = config.home().toAbsolutePath().resolve("worktrees");
    }

    /** The card's worktree, made or repaired if need be, and recorded. Idempotent. */
    public Workspace ensure(Project project, Card card) {
        var known = of(project, card);
        var made = known.isPresent() ? workspaces.restore(known.get())
                : workspaces.create(Path.of(project.repositoryPath()), project.id(), directory(project), card.number(),
                        card.title(),
                        project.defaultBranch(), card.baseCommit());
        if (made.path().toString().equals(card.worktreePath())) {
            return made;
        }
        Await.of(pool.preparedQuery("""
                update card set branch = $2, worktree_path = $3, base_commit = $4
                where id = $1""").execute(Tuple.of(card.id(), made.branch(), made.path().toString(), made.baseCommit())));
        changes.changed(project.id());
        return made;
    }

    /** The same for a card whose worktree this server has just worked in: looks at it by git only where its files look odd. */
    Workspace ensure(Project project, Card card, Workspace before) {
        var same = of(project, card).filter(before::equals).filter(workspaces::intact);
        return same.isPresent() ? same.get() : ensure(project, card);
    }

    /** Removes the worktree unless something would be lost, and forgets its path then; branch and base are kept. */
    public RemoveResult remove(Project project, Card card, Workspace workspace) {
        var result = workspaces.remove(workspace);
        if (result instanceof RemoveResult.Removed) {
            workspaces.clearSnapshots(workspace.repository(), card.id());
            Await.of(pool.preparedQuery("""
                    update card set worktree_path = null
                    where id = $1""").execute(Tuple.of(card.id())));
            changes.changed(project.id());
        }
        return result;
    }

    /** What the card's row says of its worktree; empty before it has one. Touches nothing. */
    public Optional<Workspace> of(Project project, Card card) {
        if (card.branch() == null || card.baseCommit() == null) {
            return Optional.empty();
        }
        var path = card.worktreePath() == null ? directory(project).resolve(lastSegment(card.branch()))
                : Path.of(card.worktreePath());
        return Optional.of(new Workspace(Path.of(project.repositoryPath()), path, card.branch(), project.defaultBranch(),
                card.baseCommit()));
    }

    private Path directory(Project project) {
        return root.resolve(project.id().toString());
    }

    private static String lastSegment(String branch) {
        return branch.substring(branch.lastIndexOf('/') + 1);
    }
}
