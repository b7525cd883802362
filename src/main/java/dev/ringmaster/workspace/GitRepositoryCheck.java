package dev.ringmaster.workspace;

import java.nio.file.Path;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.project.RepositoryCheck;
import dev.ringmaster.support.Workers;
import io.smallrye.mutiny.Uni;

/** Asks git whether a directory is a repository that cards can be worked on in. */
@ApplicationScoped
class GitRepositoryCheck implements RepositoryCheck {

    private final Repositories repositories = new Repositories();

    @Override
    public Uni<String> check(Path path, @Nullable String defaultBranch) {
        return Workers.onWorker(() -> repositories.inspect(path.toString(), defaultBranch).defaultBranch());
    }
}
