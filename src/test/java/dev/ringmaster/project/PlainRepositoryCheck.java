package dev.ringmaster.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Asks git itself, for tests of a server without the package that works with repositories. */
@DefaultBean
@ApplicationScoped
class PlainRepositoryCheck implements RepositoryCheck {

    @Override
    public Uni<String> check(Path path, @Nullable String defaultBranch) {
        return Uni.createFrom().item(() -> ask(path, defaultBranch))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static String ask(Path path, @Nullable String defaultBranch) {
        try {
            String branch = defaultBranch != null ? defaultBranch
                    : git(path, "symbolic-ref", "--short", "HEAD");
            git(path, "rev-parse", "--verify", "--quiet", "refs/heads/" + branch);
            return branch;
        } catch (IOException e) {
            throw RingmasterException.invalid("repositoryPath " + path + " is not a git repository: " + e.getMessage());
        }
    }

    private static String git(Path path, String... arguments) throws IOException {
        var builder = new ProcessBuilder("git", "-C", path.toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("git " + arguments[0] + " says: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }
}
