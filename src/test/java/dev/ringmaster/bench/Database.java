package dev.ringmaster.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import dev.ringmaster.support.postgres.EmbeddedPostgres;

/** A look into a home's database, past the server. */
final class Database implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Connection connection;

    private Database(EmbeddedPostgres postgres, Connection connection) {
        this.postgres = postgres;
        this.connection = connection;
    }

    static Database of(Lab lab) throws SQLException {
        var postgres = EmbeddedPostgres.start(lab.home().resolve("rm"));
        var address = postgres.address();
        return new Database(postgres, DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password()));
    }

    /** Bytes of standard output that the journals account for. */
    long stdoutBytes() throws SQLException {
        return number("select coalesce(sum(stdout_offset), 0) from iteration");
    }

    long events() throws SQLException {
        return number("select coalesce(sum(last_seq), 0) from run");
    }

    /** How many runs wait for the end of an agent. */
    long runningAgents() throws SQLException {
        return number("select count(*) from iteration where ended_at is null and stdout_offset > 0");
    }

    private long number(String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Adds as many events to a run's journal. */
    void fill(String run, int events) throws SQLException {
        try (var statement = connection.prepareStatement("""
                with filled as (
                  insert into run_event (run_id, seq, iteration, at, kind, text)
                  select r.id, r.last_seq + n, 1, now(), 'ASSISTANT_TEXT', repeat('This is line ' || n || '. ', 8)
                  from run r, generate_series(1, ?) n where r.id = ?::uuid)
                update run set last_seq = last_seq + ? where id = ?::uuid""")) {
            statement.setInt(1, events);
            statement.setString(2, run);
            statement.setInt(3, events);
            statement.setString(4, run);
            statement.executeUpdate();
        }
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.close();
        } finally {
            postgres.close();
        }
    }
}
