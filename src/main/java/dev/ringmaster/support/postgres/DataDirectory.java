package dev.ringmaster.support.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

import org.jboss.logging.Logger;

/** The database's files: made once, then only checked. */
final class DataDirectory {

    static final String USER = "ringmaster";
    /** The database that initdb makes; we need no second one. */
    static final String DATABASE = "postgres";

    private static final Logger LOG = Logger.getLogger(DataDirectory.class);
    private static final long NEEDED_BYTES = 200L << 20;

    private final PostgresLayout layout;
    private final PostgresTool tool;

    DataDirectory(PostgresLayout layout, PostgresTool tool) {
        this.layout = layout;
        this.tool = tool;
    }

    /** Makes the files if there are none. Interrupted at any point, the next call starts afresh. Call in your turn only. */
    void prepare() {
        try {
            if (Files.isDirectory(layout.data())) {
                checkVersion();
            } else {
                create();
            }
            writeSettings();
        } catch (IOException e) {
            throw new PostgresException("The database's files in " + layout.data() + " cannot be prepared (" + e
                    + "). Is the disk full, or do they belong to another user?", e);
        }
    }

    String password() {
        try {
            return Files.readString(layout.password()).strip();
        } catch (IOException e) {
            throw new PostgresException("The database's password in " + layout.password() + " cannot be read (" + e
                    + "). Without it the data cannot be opened: bring the file back from your backup of "
                    + layout.root() + ", or move that directory away to begin with an empty database.", e);
        }
    }

    private void create() throws IOException {
        long free = Files.getFileStore(layout.root()).getUsableSpace();
        if (free < NEEDED_BYTES) {
            throw new PostgresException("A new database needs " + (NEEDED_BYTES >> 20) + " MB, and " + layout.root()
                    + " has " + (free >> 20) + " MB free. Make room, or choose another place with RINGMASTER_HOME.");
        }
        if (!Files.exists(layout.password())) {
            writePassword();
        }
        Path unfinished = layout.root().resolve("data.new");
        Trees.delete(unfinished);
        // Byte order for speed and for an order that no library update changes; Unicode's rules for upper and lower case.
        PostgresTool.Result result = tool.run("initdb", Duration.ofMinutes(3),
                "--pgdata=" + unfinished, "--username=" + USER, "--pwfile=" + layout.password(),
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions", "--set=timezone=UTC",
                "--set=max_connections=100");
        if (result.failed()) {
            throw new PostgresException("A new database could not be made in " + layout.root() + ": "
                    + result.output().strip());
        }
        Files.move(unfinished, layout.data(), StandardCopyOption.ATOMIC_MOVE);
        LOG.infof("New database in %s", layout.data());
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Path unfinished = layout.root().resolve("password.new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        Files.move(unfinished, layout.password(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkVersion() throws IOException {
        String found = Files.readString(layout.data().resolve("PG_VERSION")).strip();
        String ours = PostgresLayout.VERSION.replaceFirst("\\..*", "");
        if (!found.equals(ours)) {
            throw new PostgresException("The data in " + layout.data() + " was written by Postgres " + found
                    + ", this Ringmaster brings Postgres " + ours + ". Dump it with pg_dump of version " + found
                    + " (the Ringmaster that wrote it has one running), move " + layout.root()
                    + " away, start once, and load the dump; or go back to that Ringmaster.");
        }
    }

    /** Rewritten at each start, so that an update of Ringmaster can change a setting; the port is given at start. */
    private void writeSettings() throws IOException {
        Path unfinished = layout.data().resolve("postgresql.conf.new");
        Files.writeString(unfinished, """
                # Written by Ringmaster at each start. Put your own settings into postgresql.local.conf beside this file.
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                max_connections = 100
                shared_buffers = 128MB
                max_wal_size = 512MB
                dynamic_shared_memory_type = posix
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_line_prefix = '%m [%p] '
                log_error_verbosity = terse
                log_checkpoints = off
                lc_messages = 'C'
                include_if_exists = 'postgresql.local.conf'
                # A committed row is on the disk: not a matter of taste.
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                """);
        Files.move(unfinished, layout.data().resolve("postgresql.conf"), StandardCopyOption.ATOMIC_MOVE);
    }
}
