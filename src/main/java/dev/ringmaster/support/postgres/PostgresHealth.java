package dev.ringmaster.support.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logging.Logger;

/** Tells a Postgres that answers from one that merely runs. */
final class PostgresHealth {

    private static final Logger LOG = Logger.getLogger(PostgresHealth.class);
    /** Recovery after a crash may take minutes; one that says it is ready has to answer soon. */
    private static final Duration STARTING = Duration.ofMinutes(5);
    private static final Duration READY = Duration.ofSeconds(15);

    private PostgresHealth() {
    }

    /** Waits until it takes connections, ends, or has had its time. */
    static boolean answers(Postmaster found, String password) {
        Postmaster postmaster = found;
        long start = System.nanoTime();
        while (postmaster.alive()) {
            try {
                if (isOurs(postmaster, password)) {
                    return true;
                }
            } catch (SQLException e) {
                LOG.debugf("Postgres (pid %d) does not answer yet: %s", postmaster.pid(), e.getMessage());
                refuseWrongPassword(e, postmaster.data());
            }
            Duration patience = postmaster.status().equals("ready") ? READY : STARTING;
            if (System.nanoTime() - start > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            postmaster = Postmaster.in(postmaster.data()).orElse(postmaster);
        }
        return false;
    }

    /** On the port of a Postgres that hangs, somebody else may answer. */
    private static boolean isOurs(Postmaster postmaster, String password) throws SQLException {
        try (Connection connection = connect(postmaster.port(), password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('data_directory')")) {
            return row.next() && Path.of(row.getString(1)).equals(postmaster.data());
        }
    }

    private static Connection connect(int port, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", DataDirectory.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + DataDirectory.DATABASE;
        Connection connection = new org.postgresql.Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver does not accept " + url);
        }
        return connection;
    }

    private static void refuseWrongPassword(SQLException e, Path data) {
        if ("28P01".equals(e.getSQLState())) {
            throw new PostgresException("The Postgres in " + data + " refuses the password in "
                    + data.resolveSibling("password") + ". Bring the file back from your backup, or move "
                    + data.getParent() + " away to begin with an empty database.", e);
        }
    }
}
