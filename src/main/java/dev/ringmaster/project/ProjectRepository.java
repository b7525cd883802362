package dev.ringmaster.project;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The table {@code project}. */
@ApplicationScoped
public class ProjectRepository {

    /** Every project, by name. */
    public Uni<List<Project>> all(SqlClient client) {
        return client.preparedQuery("select * from project order by lower(name), id").execute()
                .map(ProjectRepository::projects);
    }

    /** The project, or null if there is none. */
    public Uni<Project> find(SqlClient client, UUID id) {
        return client.preparedQuery("select * from project where id = $1").execute(Tuple.of(id))
                .map(ProjectRepository::first);
    }

    /** The project; fails with NOT_FOUND. */
    public Uni<Project> require(SqlClient client, UUID id) {
        return find(client, id).onItem().ifNull().failWith(() -> RingmasterException.notFound("project", id));
    }

    /** Those that exist, in no order. */
    public Uni<List<Project>> byIds(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery("select * from project where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(ProjectRepository::projects);
    }

    /** The project, its row locked until the transaction ends; fails with NOT_FOUND. */
    public Uni<Project> lock(SqlClient client, UUID id) {
        return client.preparedQuery("select * from project where id = $1 for update").execute(Tuple.of(id))
                .map(ProjectRepository::first)
                .onItem().ifNull().failWith(() -> RingmasterException.notFound("project", id));
    }

    /**
     * Takes the project's next card number, within the transaction that inserts the card: a rolled back card gives its
     * number back, so the numbers have no gaps. Fails with NOT_FOUND.
     */
    public Uni<Integer> takeCardNumber(SqlClient client, UUID id) {
        return client.preparedQuery("""
                update project set next_card_number = next_card_number + 1
                where id = $1
                returning next_card_number - 1""")
                .execute(Tuple.of(id))
                .map(rows -> rows.rowCount() == 0 ? null : rows.iterator().next().getInteger(0))
                .onItem().ifNull().failWith(() -> RingmasterException.notFound("project", id));
    }

    Uni<Project> insert(SqlClient client, ProjectSettings settings) {
        return client.preparedQuery("""
                insert into project (name, description, repository_url, repository_path, default_branch, tech_stack,
                  coding_conventions, setup_command, check_command, build_enabled, deploy_enabled, merge_on_completion,
                  auto_approve_plan, auto_approve_review, subscription, max_iterations, max_runtime_seconds, max_cost_usd,
                  on_usage_limit)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
                returning *""")
                .execute(columns(settings))
                .map(ProjectRepository::first);
    }

    /** Writes the settings and takes the version one up; the caller holds the lock and has compared the versions. */
    Uni<Project> update(SqlClient client, UUID id, ProjectSettings settings) {
        return client
                .preparedQuery(
                        """
                                update project set name = $1, description = $2, repository_url = $3, repository_path = $4,
                                  default_branch = $5, tech_stack = $6, coding_conventions = $7, setup_command = $8, check_command = $9,
                                  build_enabled = $10, deploy_enabled = $11, merge_on_completion = $12, auto_approve_plan = $13,
                                  auto_approve_review = $14, subscription = $15, max_iterations = $16, max_runtime_seconds = $17,
                                  max_cost_usd = $18, on_usage_limit = $19,
                                  -- Who trusts a repository does not trust another one in its place.
                                  trust_repository = trust_repository and repository_path = $4, version = version + 1, updated_at = clock_timestamp()
                                where id = $20
                                returning *""")
                .execute(columns(settings).addUUID(id))
                .map(ProjectRepository::first)
                .onItem().ifNull().failWith(() -> RingmasterException.notFound("project", id));
    }

    /** Whether agents may obey what the repository holds for them. */
    Uni<Project> trust(SqlClient client, UUID id, boolean trusted) {
        return client.preparedQuery("""
                update project set trust_repository = $2, updated_at = clock_timestamp()
                where id = $1
                returning *""")
                .execute(Tuple.of(id, trusted))
                .map(ProjectRepository::first)
                .onItem().ifNull().failWith(() -> RingmasterException.notFound("project", id));
    }

    private static Tuple columns(ProjectSettings settings) {
        return Tuple.tuple(Arrays.asList(
                settings.name(), settings.description(), settings.repositoryUrl(), settings.repositoryPath(),
                settings.defaultBranch(), settings.techStack().toArray(String[]::new), settings.codingConventions(),
                settings.setupCommand(), settings.checkCommand(), settings.buildEnabled(), settings.deployEnabled(),
                settings.mergeOnCompletion(), settings.autoApprovePlan(), settings.autoApproveReview(),
                settings.subscription(), settings.defaults().maxIterations(), settings.defaults().maxRuntimeSeconds(),
                settings.defaults().maxCostUsd(), settings.onUsageLimit().name()));
    }

    private static List<Project> projects(RowSet<Row> rows) {
        return rows.stream().map(ProjectRepository::project).toList();
    }

    private static @Nullable Project first(RowSet<Row> rows) {
        RowIterator<Row> found = rows.iterator();
        return found.hasNext() ? project(found.next()) : null;
    }

    private static Project project(Row row) {
        return new Project(
                row.getUUID("id"), row.getString("name"), row.getString("description"), row.getString("repository_url"),
                row.getString("repository_path"), row.getString("default_branch"),
                List.of(row.getArrayOfStrings("tech_stack")), row.getString("coding_conventions"),
                row.getString("setup_command"), row.getString("check_command"), row.getBoolean("build_enabled"),
                row.getBoolean("deploy_enabled"), row.getBoolean("merge_on_completion"),
                row.getBoolean("auto_approve_plan"), row.getBoolean("auto_approve_review"),
                row.getString("subscription"), LimitPolicy.valueOf(row.getString("on_usage_limit")),
                new LoopLimits(row.getInteger("max_iterations"), row.getInteger("max_runtime_seconds"),
                        row.getBigDecimal("max_cost_usd")),
                row.getBoolean("trust_repository"),
                row.getInteger("version"), row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
