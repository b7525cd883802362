package dev.ringmaster.support.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the Postgres on the class path, once per home. Whoever sees the directory sees it whole. */
final class PostgresBinaries {

    private PostgresBinaries() {
    }

    /** Call in your turn only. Returns the directory that holds {@code bin}, {@code lib} and {@code share}. */
    static Path unpack(PostgresLayout layout) {
        Path target = layout.binaries();
        if (Files.isDirectory(target)) {
            return target;
        }
        Path unfinished = layout.root().resolve(PostgresLayout.VERSION + ".unpacking");
        Trees.delete(unfinished);
        try (InputStream archive = open()) {
            Files.createDirectories(unfinished);
            extract(archive, unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw new PostgresException("Postgres could not be unpacked to " + target + " (" + e
                    + "). Is the disk full, or mounted read-only? It needs about 60 MB.", e);
        }
    }

    static void checkPresent() {
        try (InputStream archive = open()) {
            archive.available();
        } catch (IOException e) {
            throw new PostgresException("The Postgres that Ringmaster brings cannot be read (" + e + "). Build it anew.", e);
        }
    }

    private static InputStream open() {
        String name = "postgres-" + system() + ".txz";
        InputStream archive = PostgresBinaries.class.getClassLoader().getResourceAsStream(name);
        if (archive == null) {
            throw new PostgresException("Ringmaster brings no Postgres for this system (" + name
                    + " is missing). Run a Postgres 16 or newer and say where it is with QUARKUS_DATASOURCE_REACTIVE_URL,"
                    + " QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD.");
        }
        return archive;
    }

    private static String system() {
        String os = System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "unknown");
        String arch = switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> machine;
        };
        return (os.startsWith("mac") ? "darwin" : os) + "-" + arch;
    }

    private static void extract(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (needed(entry.getName())) {
                    extract(tar, entry, target);
                }
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("the archive's entry " + entry.getName() + " points out of it");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Static libraries and build files are a third of the archive's bytes and of no use here. */
    private static boolean needed(String name) {
        return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("/pkgconfig/");
    }
}
