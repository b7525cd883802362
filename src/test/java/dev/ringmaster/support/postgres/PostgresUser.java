package dev.ringmaster.support.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server reduced to its use of the database, in a JVM of its own, so that a test can kill it. */
final class PostgresUser implements AutoCloseable {

    private final Process process;
    private final String ready;

    private PostgresUser(Process process) throws IOException {
        this.process = process;
        String line = process.inputReader().readLine();
        if (line == null || !line.startsWith("ready ")) {
            throw new IllegalStateException("the child said " + line);
        }
        this.ready = line;
    }

    /** What the child does: use the Postgres until its standard input ends. */
    public static void main(String... args) throws IOException {
        try (var postgres = EmbeddedPostgres.start(Path.of(args[0]))) {
            System.out.println("ready " + postgres.pid() + " " + postgres.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    static PostgresUser of(Path home) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp", classPath, PostgresUser.class.getName(), home.toString());
        return new PostgresUser(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    long postgresPid() {
        return Long.parseLong(ready.split(" ", -1)[1]);
    }

    /** Stops it in its tracks, with its locks held, until {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor() != 0) {
            throw new IllegalStateException("the child is gone");
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the use as a server does that is told to stop. */
    @Override
    public void close() throws IOException {
        process.outputWriter().close();
        try {
            if (!process.waitFor(Duration.ofMinutes(1).toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the child did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
