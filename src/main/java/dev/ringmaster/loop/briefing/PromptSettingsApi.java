package dev.ringmaster.loop.briefing;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.Ids;
import dev.ringmaster.support.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** What a project's prompts are made of, for people. */
@GraphQLApi
public class PromptSettingsApi {

    private final Pool pool;
    private final ProjectRepository projects;
    private final PromptSettingsRepository settings;
    private final PromptConfig config;
    private final ConfigRepositories repositories;

    PromptSettingsApi(Pool pool, ProjectRepository projects, PromptSettingsRepository settings, PromptConfig config,
            ConfigRepositories repositories) {
        this.pool = pool;
        this.projects = projects;
        this.settings = settings;
        this.config = config;
        this.repositories = repositories;
    }

    /** What the server's configuration says, for projects that say nothing themselves. */
    @Query
    public @NonNull Uni<PromptSettings> promptDefaults() {
        return Uni.createFrom().item(() -> PromptSettings.of(config));
    }

    @Query
    public @NonNull Uni<PromptSettings> promptSettings(@Id @NonNull String projectId) {
        var id = Ids.parse("project", projectId);
        return projects.require(pool, id).chain(() -> settings.find(pool, id));
    }

    /** The next iteration goes by it. */
    @Mutation
    public @NonNull Uni<PromptSettings> updatePromptSettings(@Id @NonNull String projectId,
            @NonNull PromptSettingsInput input) {
        var id = Ids.parse("project", projectId);
        var checked = input.checked();
        return projects.require(pool, id).chain(() -> settings.save(pool, id, checked)).replaceWith(checked);
    }

    /** Reads the config repository now that its cards get their files from, its own or the server's; may take minutes. */
    @Mutation
    public @NonNull Uni<ConfigRepositoryReading> testConfigRepository(@Id @NonNull String projectId) {
        var id = Ids.parse("project", projectId);
        return projects.require(pool, id).chain(() -> settings.find(pool, id))
                .chain(saved -> Workers.onWorker(() -> ConfigRepositoryReading.of(repositories.test(saved))));
    }
}
