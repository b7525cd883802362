package dev.ringmaster.support.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where the embedded Postgres keeps what in Ringmaster's home. */
record PostgresLayout(Path root) {

    /** The version of the binaries on the class path; they are unpacked into a directory of this name. */
    static final String VERSION = "18.4.0";

    /** Makes {@code <home>/postgres}, open to its owner only. Links are resolved, so that one home has one name. */
    static PostgresLayout in(Path home) {
        try {
            Files.createDirectories(home);
            Path root = home.toRealPath().resolve("postgres");
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return new PostgresLayout(root);
        } catch (IOException e) {
            throw new PostgresException("The directory " + home.resolve("postgres") + " cannot be made (" + e
                    + "). Choose another place with RINGMASTER_HOME.", e);
        }
    }

    Path binaries() {
        return root.resolve(VERSION);
    }

    Path data() {
        return root.resolve("data");
    }

    Path password() {
        return root.resolve("password");
    }

    Path port() {
        return root.resolve("port");
    }

    /** Says which machine and container the Postgres was last started in. */
    Path place() {
        return root.resolve("place");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    Path lock() {
        return root.resolve("users.lock");
    }
}
