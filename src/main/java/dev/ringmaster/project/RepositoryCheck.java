package dev.ringmaster.project;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

/** Looks whether a directory is a git repository a project can work on. */
public interface RepositoryCheck {

    /**
     * Fails with VALIDATION, and a message that says what is wrong, if a project cannot work on this directory.
     *
     * @param path an absolute path on this server
     * @param defaultBranch the branch that must exist there, or null to take the one that is checked out
     * @return the name of the default branch
     */
    Uni<String> check(Path path, @Nullable String defaultBranch);
}
