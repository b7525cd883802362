package dev.ringmaster.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.ringmaster.support.postgres.DatabaseAddress;
import dev.ringmaster.support.postgres.PostgresException;
import dev.ringmaster.support.postgres.PostgresRequirements;

/** The programs and the room that Ringmaster itself needs. */
public final class SystemExamination implements Examination {

    private static final long NEEDED_MB = 1024;

    private final Path home;
    private final Optional<DatabaseAddress> database;

    public SystemExamination(Path home, Optional<DatabaseAddress> database) {
        this.home = home;
        this.database = database;
    }

    @Override
    public String title() {
        return "System";
    }

    @Override
    public List<Finding> examine() {
        var findings = new ArrayList<Finding>();
        findings.add(java());
        findings.add(program("git", Finding.Severity.BROKEN, "sudo apt-get install git"));
        findings.add(program("setsid", Finding.Severity.BROKEN, "sudo apt-get install util-linux"));
        findings.add(program("flock", Finding.Severity.BROKEN, "sudo apt-get install util-linux"));
        findings.add(program("node", Finding.Severity.LIMITED,
                "sudo apt-get install nodejs npm (for agents that come by npm, and to build the web UI)"));
        findings.add(home());
        findings.add(database());
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        String found = Runtime.version() + " in " + System.getProperty("java.home");
        return version >= 21 ? Finding.good("java", found)
                : Finding.broken("java", found + ": too old", "install a JDK 21 or newer");
    }

    private static Finding program(String name, Finding.Severity withoutIt, String repair) {
        try {
            Process process = new ProcessBuilder(name, "--version").redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 && !output.isEmpty()) {
                return Finding.good(name, output.lines().findFirst().orElseThrow());
            }
            return new Finding(withoutIt, name, "does not work: " + output, repair);
        } catch (IOException e) {
            return new Finding(withoutIt, name, "not found", repair);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding(withoutIt, name, "interrupted", repair);
        }
    }

    private Finding home() {
        Path existing = home;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isWritable(existing)) {
            return Finding.broken("home", home + " cannot be written", "set RINGMASTER_HOME to a directory of yours");
        }
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace() >> 20;
            String found = home + ", " + free + " MB free";
            return free >= NEEDED_MB ? Finding.good("home", found)
                    : Finding.limited("home", found, "make room, or set RINGMASTER_HOME to another disk: at least "
                            + NEEDED_MB + " MB");
        } catch (IOException e) {
            return Finding.broken("home", home + ": " + e, "set RINGMASTER_HOME to another directory");
        }
    }

    private Finding database() {
        if (database.isPresent()) {
            return Finding.good("database", "the configured one, " + database.get());
        }
        try {
            return Finding.good("database", "embedded, " + PostgresRequirements.check());
        } catch (PostgresException e) {
            return Finding.broken("database", "the embedded Postgres cannot run here", String.valueOf(e.getMessage()));
        }
    }
}
