package dev.ringmaster.loop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.flywaydb.core.Flyway;

import dev.ringmaster.prompt.Prompt;
import dev.ringmaster.support.postgres.DatabaseAddress;
import dev.ringmaster.support.postgres.EmbeddedPostgres;
import dev.ringmaster.support.postgres.TestHome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;

/** The real schema with runs in it and no server that works on them. */
public final class LoopDatabase implements AutoCloseable {

    private final TestHome home = new TestHome();
    private final EmbeddedPostgres postgres = EmbeddedPostgres.start(home.path());
    private final DatabaseAddress address = postgres.address();
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final UUID project = UUID.randomUUID();
    private int cards;

    /** For a field that all tests of a class share; a failure has to be unchecked there. */
    public static LoopDatabase shared() {
        try {
            return new LoopDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public LoopDatabase() throws SQLException {
        Flyway.configure().dataSource(address.jdbcUrl(), address.username(), address.password()).load().migrate();
        pool = new Pool(PgBuilder.pool().with(new PoolOptions().setMaxSize(10)).using(vertx)
                .connectingTo(PgConnectOptions.fromUri(address.reactiveUrl()).setUser(address.username())
                        .setPassword(address.password()))
                .build());
        execute("insert into project (id, name, repository_path, default_branch, max_iterations, max_runtime_seconds,"
                + " max_cost_usd) values ('" + project + "', 'P', '/', 'main', 1, 1, 1)");
    }

    public Pool pool() {
        return pool;
    }

    public RunClaims claims() {
        return new RunClaims(pool);
    }

    /** An iteration that is told little. */
    public static IterationRepository.Beginning beginning(String handle) {
        return new IterationRepository.Beginning(new Prompt(null, List.of(new Prompt.Section("Task", "prompt"))), null, handle,
                false, null);
    }

    public static RunClaims.Claimant claimant(String owner, int atMost) {
        return new RunClaims.Claimant(owner, Set.of(), Set.of(), Map.of(), true, atMost);
    }

    /** A queued run of a new card. */
    public UUID queued(String subscription) throws SQLException {
        UUID card = UUID.randomUUID();
        UUID run = UUID.randomUUID();
        execute("insert into card (id, project_id, number, title) values ('%s', '%s', %d, 'C')".formatted(card, project,
                ++cards));
        execute("""
                insert into run (id, card_id, stage, platform, subscription, max_iterations, max_runtime_seconds, max_cost_usd)
                values ('%s', '%s', 'CODE', 'script', '%s', 1, 1, 1)""".formatted(run, card, subscription));
        return run;
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
    }

    public void execute(String sql) throws SQLException {
        try (var connection = connection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public String value(String sql) throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            results.next();
            return String.valueOf(results.getString(1));
        }
    }

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        await(pool.close());
        vertx.close().toCompletionStage().toCompletableFuture().join();
        postgres.close();
        home.close();
    }
}
