package dev.ringmaster.support.postgres;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logging.Logger;

/** Starts and stops the Postgres of one data directory. Call in your turn only. */
final class PostgresControl {

    private static final Logger LOG = Logger.getLogger(PostgresControl.class);
    private static final int ATTEMPTS = 20;
    private static final long LOG_LIMIT_BYTES = 10L << 20;

    private final PostgresLayout layout;
    private final PostgresTool tool;
    private final Set<Integer> spared;

    /** @param spared ports that somebody else is about to take */
    PostgresControl(PostgresLayout layout, PostgresTool tool, Set<Integer> spared) {
        this.layout = layout;
        this.tool = tool;
        this.spared = spared;
    }

    Optional<Postmaster> running() {
        return Postmaster.in(layout.data()).filter(Postmaster::alive);
    }

    /** Another user whose Postgres cannot be seen from here may well have one: two on the same files destroy them. */
    void refuseForeignPlace() {
        try {
            if (Files.exists(layout.place()) && !Files.readString(layout.place()).equals(place())) {
                throw new PostgresException("The database in " + layout.root() + " is in use by a Ringmaster in another"
                        + " container or on another machine. Stop that one, or choose another home with RINGMASTER_HOME.");
            }
        } catch (IOException e) {
            throw new PostgresException("The file " + layout.place() + " cannot be read (" + e + ").", e);
        }
    }

    /** Starts it on the port of last time if that is free, and comes back when it takes connections. */
    Postmaster start() {
        try {
            rotateLog();
            // Whoever has that pid now is no Postgres of ours, but Postgres itself would take it for one and give up.
            Files.deleteIfExists(Postmaster.file(layout.data()));
            for (int attempt = 1;; attempt++) {
                int port = choosePort();
                long logStart = logSize();
                var result = tool.run("pg_ctl", Duration.ofMinutes(11), "start", "--pgdata=" + layout.data(), "--wait",
                        "--timeout=600", "--silent", "--log=" + layout.log(), "--options=-p " + port);
                Optional<Postmaster> started = running();
                if (!result.failed() && started.isPresent()) {
                    Files.writeString(layout.port(), port + "\n");
                    Files.writeString(layout.place(), place());
                    return started.get();
                }
                String log = logFrom(logStart);
                if (attempt == ATTEMPTS || !mayPass(log)) {
                    throw new PostgresException(explain(log, result.output(), port));
                }
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            }
        } catch (IOException e) {
            throw new PostgresException("Postgres could not be started in " + layout.root() + " (" + e
                    + "). Is the disk full, or do the files belong to another user?", e);
        }
    }

    /**
     * Ends it, gently first, and comes back when it is gone. Committed rows are safe in each case.
     *
     * @param patience for each of the two gentle ways
     */
    void stop(Postmaster postmaster, Duration patience) {
        for (String mode : List.of("fast", "immediate")) {
            tool.run("pg_ctl", patience.plusSeconds(5), "stop", "--pgdata=" + layout.data(), "--mode=" + mode, "--wait",
                    "--timeout=" + patience.toSeconds(), "--silent");
            if (!postmaster.alive()) {
                return;
            }
            LOG.warnf("Postgres (pid %d) did not stop (mode %s)", postmaster.pid(), mode);
        }
        ProcessHandle.of(postmaster.pid()).ifPresent(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (postmaster.alive()) {
            if (System.nanoTime() > deadline) {
                throw new PostgresException("Postgres (pid " + postmaster.pid() + ") cannot be ended, not even by SIGKILL."
                        + " It waits for a disk that does not answer, or belongs to another user.");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** A port that was taken meanwhile, and the last children of a killed Postgres, which end by themselves. */
    private static boolean mayPass(String log) {
        return log.contains("Address already in use") || log.contains("is still in use");
    }

    private String explain(String log, String output, int port) {
        String said = (log.isBlank() ? output : log).strip();
        String reason;
        if (said.contains("No space left on device")) {
            reason = "the disk of " + layout.root() + " is full: make room and start again";
        } else if (said.contains("Address already in use")) {
            reason = "port " + port + " on 127.0.0.1 is taken, and so were others: see who holds it with: ss -ltnp";
        } else if (said.contains("is still in use")) {
            reason = "children of a Postgres that was killed still run on these files: see them with: ps -C postgres -f";
        } else {
            reason = "its log is " + layout.log();
        }
        return "Postgres does not start: " + reason + ". It said:\n" + said;
    }

    /** What decides whether a pid means the same process: the boot, and the PID namespace. */
    private static String place() throws IOException {
        Path boot = Path.of("/proc/sys/kernel/random/boot_id");
        return Files.readString(boot).strip() + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")) + "\n";
    }

    private int choosePort() throws IOException {
        int last = lastPort();
        if (last != 0 && !spared.contains(last)) {
            try (var socket = new ServerSocket(last, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                LOG.infof("Port %d of the database is taken (%s), choosing another", last, e.getMessage());
            }
        }
        int port;
        do {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
        } while (spared.contains(port));
        return port;
    }

    private int lastPort() throws IOException {
        if (!Files.exists(layout.port())) {
            return 0;
        }
        String port = Files.readString(layout.port()).strip();
        return port.matches("\\d{4,5}") && Integer.parseInt(port) < 65536 ? Integer.parseInt(port) : 0;
    }

    private void rotateLog() throws IOException {
        if (logSize() > LOG_LIMIT_BYTES) {
            Path old = layout.log().resolveSibling("postgres.log.1");
            Files.move(layout.log(), old, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private long logSize() throws IOException {
        return Files.exists(layout.log()) ? Files.size(layout.log()) : 0;
    }

    private String logFrom(long start) throws IOException {
        if (!Files.exists(layout.log())) {
            return "";
        }
        try (var log = new RandomAccessFile(layout.log().toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.clamp(log.length() - start, 0, 4096)];
            log.seek(log.length() - bytes.length);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
