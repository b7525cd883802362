package dev.ringmaster.support.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The Postgres that a data directory's {@code postmaster.pid} tells of.
 *
 * @param pid of the postmaster, or of whatever has that pid by now
 * @param status the file's last line: {@code starting}, {@code ready}, {@code stopping}
 * @see <a href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/pidfile.h">pidfile.h</a>
 */
record Postmaster(long pid, Path data, int port, String status) {

    private static final int PID = 0;
    private static final int PORT = 3;
    private static final int STATUS = 7;

    static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    static Optional<Postmaster> in(Path data) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(data));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new PostgresException("The file " + file(data) + " cannot be read (" + e
                    + "). Does the data directory belong to another user?", e);
        }
        return Optional.of(new Postmaster(number(lines, PID), data, (int) number(lines, PORT),
                lines.size() > STATUS ? lines.get(STATUS).strip() : "starting"));
    }

    /** Whether a Postgres runs on this data directory. A process that merely got the pid of a dead one does not count. */
    boolean alive() {
        return alive(pid, data);
    }

    boolean runs(Path executable) {
        return commandLine(pid).stream().findFirst().filter(executable.toString()::equals).isPresent();
    }

    static boolean alive(long pid, Path data) {
        List<String> command = commandLine(pid);
        return !command.isEmpty() && command.getFirst().endsWith("postgres") && command.contains(data.toString());
    }

    /** Empty for a process that is gone, or a zombie. */
    private static List<String> commandLine(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            Path file = process.resolve("cmdline");
            var line = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return line.isEmpty() ? List.of() : List.of(line.split("\0"));
        } catch (IOException e) {
            if (Files.exists(process)) {
                // To take a living one for dead would start a second one on its files.
                throw new PostgresException("Whether process " + pid + " is a Postgres cannot be seen (" + e + ").", e);
            }
            return List.of();
        }
    }

    private static long number(List<String> lines, int index) {
        try {
            return lines.size() > index ? Long.parseLong(lines.get(index).strip()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
