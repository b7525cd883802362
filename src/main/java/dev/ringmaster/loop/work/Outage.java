package dev.ringmaster.loop.work;

import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;

/** Whether the database is away, said in the log once when it goes and once when it is back. */
final class Outage {

    private static final Logger LOG = Logger.getLogger(Outage.class);

    /** SQLSTATE classes of Postgres: connection exceptions, and an operator's intervention such as a shutdown. */
    private static final String CONNECTION = "08";
    private static final String INTERVENTION = "57P";

    private long sinceNanos;
    private boolean away;

    /** Takes note of a failure. Tells whether it is the database's absence, about which nothing more has to be said. */
    synchronized boolean explains(Throwable failure) {
        if (!isAbsence(failure)) {
            return false;
        }
        if (!away) {
            away = true;
            sinceNanos = System.nanoTime();
            LOG.warnf("database.away: %s. Agents work on; their runs are taken up again when it is back.", message(failure));
        } else {
            LOG.debugf("database.away still: %s", message(failure));
        }
        return true;
    }

    /** The database has answered. */
    synchronized void over() {
        if (away) {
            away = false;
            LOG.infof("database.back after %d s", Duration.ofNanos(System.nanoTime() - sinceNanos).toSeconds());
        }
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").replaceAll("[.\\s]+$", "");
    }

    private static boolean isAbsence(Throwable failure) {
        for (@Nullable
        Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean absence = switch (cause) {
                case SocketException ignored -> true;
                case ClosedChannelException ignored -> true;
                case ClosedConnectionException ignored -> true;
                case TimeoutException ignored -> true;
                case java.util.concurrent.TimeoutException ignored -> true;
                // What the client says of a connection that closes under it has no type of its own.
                case NoStackTraceThrowable ignored -> true;
                case PgException refused -> isAbsence(refused.getSqlState());
                default -> false;
            };
            if (absence) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAbsence(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith(CONNECTION) || sqlState.startsWith(INTERVENTION));
    }
}
