package dev.ringmaster.support.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

/**
 * The Postgres in Ringmaster's home. It is a process of its own that outlives a killed server: the next server finds it and
 * goes on with it. Servers on one home share it, and the last one to leave ends it. What was committed survives a power cut.
 *
 * <p>
 * Blocking; threads other than an event loop's only.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final Duration STOP_UNHEALTHY = Duration.ofSeconds(5);

    private final HomeLock lock;
    private final PostgresControl control;
    private final DataDirectory data;
    private boolean closed;

    private EmbeddedPostgres(HomeLock lock, PostgresControl control, DataDirectory data) {
        this.lock = lock;
        this.control = control;
        this.data = data;
    }

    /**
     * Starts the Postgres of this home, or joins the one that runs. Takes about three seconds the first time and half a
     * second later.
     *
     * @throws PostgresException saying why it cannot be had and what to do
     */
    public static EmbeddedPostgres start(Path home) {
        PostgresLayout layout = PostgresLayout.in(home);
        HomeLock lock = HomeLock.open(layout.lock());
        try (HomeLock.Turn turn = lock.turn()) {
            var tool = new PostgresTool(PostgresBinaries.unpack(layout));
            tool.checkUser();
            var control = new PostgresControl(layout, tool);
            var data = new DataDirectory(layout, tool);
            data.prepare();
            joinOrStart(lock, control, data, tool);
            lock.startUsing();
            return new EmbeddedPostgres(lock, control, data);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public DatabaseAddress address() {
        return DatabaseAddress.local(port(), DataDirectory.DATABASE, DataDirectory.USER, data.password());
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return postmaster().port();
    }

    /** The pid of the postmaster. */
    public long pid() {
        return postmaster().pid();
    }

    /** Ends the use, and the Postgres with the last use. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (HomeLock.Turn turn = lock.turn()) {
            lock.stopUsing();
            Optional<Postmaster> running = control.running();
            if (running.isPresent() && !lock.othersUseIt()) {
                control.stop(running.get(), STOP);
                LOG.debugf("Postgres stopped (pid %d)", running.get().pid());
            }
        } finally {
            lock.close();
        }
    }

    private static void joinOrStart(HomeLock lock, PostgresControl control, DataDirectory data, PostgresTool tool) {
        boolean shared = lock.othersUseIt();
        Optional<Postmaster> running = control.running();
        if (running.isPresent()) {
            Postmaster found = running.get();
            boolean current = shared || found.runs(tool.postgres());
            if (current && PostgresHealth.answers(found, data.password())) {
                LOG.infof("Using the Postgres that runs already (pid %d, port %d)", found.pid(), found.port());
                return;
            }
            if (shared && found.alive()) {
                throw new PostgresException("The Postgres of this home (pid " + found.pid() + ", port " + found.port()
                        + ") does not answer, and another Ringmaster uses it. End that one, or see what keeps it busy.");
            }
            if (found.alive()) {
                LOG.warnf("Replacing the Postgres that was found (pid %d)", found.pid());
                control.stop(found, STOP_UNHEALTHY);
            }
        }
        Postmaster started = control.start();
        LOG.infof("Postgres started (pid %d, port %d)", started.pid(), started.port());
    }

    private Postmaster postmaster() {
        return control.running().orElseThrow(
                () -> new PostgresException("The embedded Postgres has ended by itself. Restart Ringmaster to start it."));
    }
}
