package dev.ringmaster.project;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

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
    private final Event<ProjectTrusted> trust;

    ProjectService(Pool pool, ProjectRepository projects, RepositoryCheck repositoryCheck, ProjectDefaults defaults,
            Event<ProjectTrusted> trust) {
        this.pool = pool;
        this.projects = projects;
        this.repositoryCheck = repositoryCheck;
        this.defaults = defaults;
        this.trust = trust;
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
     * or VALIDATION.
     */
    public Uni<Project> update(UUID id, ProjectInput input, int version) {
        return projects.find(pool, id)
                .onItem().ifNull().failWith(() -> RingmasterException.notFound("project", id))
                .invoke(now -> requireVersion(now, version))
                .chain(now -> {
                    var settings = ProjectSettings.change(now, input);
                    return movesRepository(now, settings) ? checkRepository(settings) : Uni.createFrom().item(settings);
                })
                .chain(settings -> pool.withTransaction(client -> projects.lock(client, id)
                        .invoke(now -> requireVersion(now, version))
                        .chain(now -> projects.update(client, id, settings))));
    }

    /** Fails with NOT_FOUND. */
    public Uni<Project> trust(UUID id, boolean trusted) {
        return projects.trust(pool, id, trusted).invoke(project -> trust.fire(new ProjectTrusted(id, trusted)));
    }

    private Uni<ProjectSettings> checkRepository(ProjectSettings settings) {
        return repositoryCheck.check(Path.of(settings.repositoryPath()), settings.defaultBranch()).map(settings::on);
    }

    private static boolean movesRepository(Project now, ProjectSettings settings) {
        return !settings.repositoryPath().equals(now.repositoryPath())
                || !now.defaultBranch().equals(settings.defaultBranch());
    }

    private static void requireVersion(Project now, int version) {
        if (now.version() != version) {
            throw RingmasterException.stale("project", version, now.version());
        }
    }
}
