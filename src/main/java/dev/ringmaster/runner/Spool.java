package dev.ringmaster.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The directory that outlives the server: {@code runs/<name>} for each process, {@code guards/<guard>} for each guard,
 * {@code tmp} for what is being made, and the shim. Directories are 0700, files 0600: output may hold secrets.
 */
final class Spool {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Room for a pid, a start time and a boot id, written beforehand so that a full disk cannot refuse them. */
    private static final String RESERVED = " ".repeat(119) + "\n";

    private final Path root;
    private final Path shim;
    private final Path fence;

    Spool(Path directory) {
        try {
            Files.createDirectories(directory, PRIVATE_DIRECTORY);
            root = directory.toRealPath();
            for (var part : new String[] { "runs", "guards", "tmp" }) {
                Files.createDirectories(root.resolve(part), PRIVATE_DIRECTORY);
            }
            shim = install("shim");
            fence = install("fence");
        } catch (IOException e) {
            throw new RunnerException("The spool directory " + directory + " cannot be prepared (" + e
                    + "). Check its permissions and the free space.", e);
        }
    }

    Path root() {
        return root;
    }

    Path shim() {
        return shim;
    }

    Path fence() {
        return fence;
    }

    RunDirectory run(String name) {
        return new RunDirectory(root.resolve("runs").resolve(name));
    }

    /** All that there are, in no order. */
    List<RunDirectory> runs() {
        try (var paths = Files.list(root.resolve("runs"))) {
            return paths.map(RunDirectory::new).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new RunnerException("The spool " + root + " cannot be read (" + e.getMessage() + "). Check its permissions.",
                    e);
        }
    }

    Path guard(String guard) {
        return root.resolve("guards").resolve(guard);
    }

    /** Whether it was created now, so that nothing can ever have run under this guard. */
    boolean createGuard(String guard) throws IOException {
        try {
            Files.createDirectory(guard(guard), PRIVATE_DIRECTORY);
            return true;
        } catch (FileAlreadyExistsException known) {
            return false;
        }
    }

    /**
     * Makes a run's directory appear complete, in the given state.
     *
     * @throws FileAlreadyExistsException when there is one of that name
     */
    RunDirectory create(String name, String state, String stdin) throws IOException {
        var made = new RunDirectory(root.resolve("tmp").resolve(name + "." + UUID.randomUUID()));
        Files.createDirectory(made.path(), PRIVATE_DIRECTORY);
        try {
            writePrivate(made.stdin(), stdin);
            writePrivate(made.stdout(), "");
            writePrivate(made.stderr(), "");
            writePrivate(made.shimRecord(), RESERVED);
            writePrivate(made.agentRecord(), RESERVED);
            writePrivate(made.path().resolve(state), "");
            var run = run(name);
            if (Files.exists(run.path())) {
                throw new FileAlreadyExistsException(run.path().toString());
            }
            // rename(2) refuses a target that is not empty, so of two who pass the check above one still fails.
            Files.move(made.path(), run.path(), StandardCopyOption.ATOMIC_MOVE);
            return run;
        } catch (IOException e) {
            delete(made.path());
            throw e;
        }
    }

    static void writePrivate(Path file, String text) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, PRIVATE_FILE)) {
            var bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    static void createPrivateDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, PRIVATE_DIRECTORY);
    }

    /** Under its content's name: running shims keep the script they were started with through an upgrade. */
    private Path install(String name) throws IOException {
        try (InputStream resource = Objects.requireNonNull(Spool.class.getResourceAsStream(name + ".sh"), name)) {
            var script = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            var target = root.resolve("%s-%08x.sh".formatted(name, script.hashCode()));
            var made = root.resolve("tmp").resolve(name + "." + UUID.randomUUID());
            writePrivate(made, script);
            return Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    static void delete(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            // Somebody else removed it.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
