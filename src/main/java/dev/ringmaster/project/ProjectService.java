package dev.ringmaster.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Creates and changes projects. */
@ApplicationScoped
public class ProjectService {

    private final Pool pool;
    private final ProjectRepository projects;
    private final RepositoryCheck repositoryCheck;
    private final ProjectDefaults defaults;

    ProjectService(Pool pool, ProjectRepository projects, RepositoryCheck repositoryCheck, ProjectDefaults defaults) {
        this.pool = pool;
        this.projects = projects;
        this.repositoryCheck = repositoryCheck;
        this.defaults = defaults;
    }

    /** Every project, by name. */
    public Uni<List<Project>> all() {
        return projects.all(pool);
    }

    /** The project, or null if there is none. */
    public Uni<Project> find(UUID id) {
        return projects.find(pool, id);
    }

    /** Fails with VALIDATION if the input or the repository it names is not usable. */
    public Uni<Project> create(ProjectInput input) {
        return Uni.createFrom().item(() -> ProjectSettings.create(input, defaults.limits()))
                .chain(this::checkRepository)
                .chain(settings -> projects.insert(pool, settings));
    }

    /**
     * Changes what the input names. The repository is looked at only if the change concerns it, so that a project whose
     * repository is away can still be renamed. Fails with NOT_FOUND, CONFLICT if {@code version} is not the present one,
     * VALIDATION, or FORBIDDEN.
     *
     * @param byAdmin whether what the server runs, and where, may change too
     */
    public Uni<Project> update(UUID id, ProjectInput input, int version, boolean byAdmin) {
        return projects.find(pool, id)
                .onItem().ifNull().failWith(() -> RingmasterException.notFound("project", id))
                .invoke(now -> requireVersion(now, version))
                .chain(now -> {
                    var settings = ProjectSettings.change(now, input);
                    if (!byAdmin) {
                        requireSameMachineSettings(now, settings);
                    }
                    return movesRepository(now, settings) ? checkRepository(settings) : Uni.createFrom().item(settings);
                })
                .chain(settings -> pool.withTransaction(client -> projects.lock(client, id)
                        .invoke(now -> requireVersion(now, version))
                        .chain(now -> projects.update(client, id, settings))));
    }

    private Uni<ProjectSettings> checkRepository(ProjectSettings settings) {
        return repositoryCheck.check(Path.of(settings.repositoryPath()), settings.defaultBranch()).map(settings::on);
    }

    private static boolean movesRepository(Project now, ProjectSettings settings) {
        return !settings.repositoryPath().equals(now.repositoryPath())
                || !now.defaultBranch().equals(settings.defaultBranch());
    }

    /** Commands run with the server's rights, and a repository is read, written and pushed with them. */
    private static void requireSameMachineSettings(Project now, ProjectSettings settings) {
        requireSame("repositoryPath", now.repositoryPath(), settings.repositoryPath());
        requireSame("repositoryUrl", now.repositoryUrl(), settings.repositoryUrl());
        requireSame("setupCommand", now.setupCommand(), settings.setupCommand());
        requireSame("checkCommand", now.checkCommand(), settings.checkCommand());
    }

    private static void requireSame(String field, @Nullable String now, @Nullable String wanted) {
        if (!Objects.equals(now, wanted)) {
            throw new RingmasterException(ErrorCode.FORBIDDEN, field + " decides what the server runs, and where: only an "
                    + "admin may change it. Leave it as it is, or ask an admin.");
        }
    }

    private static void requireVersion(Project now, int version) {
        if (now.version() != version) {
            throw RingmasterException.stale("project", version, now.version());
        }
    }
}
