package dev.ringmaster.support.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server reduced to its use of the database, in a JVM of its own, so that a test can kill it. */
final class PostgresUser implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final String ready;

    private PostgresUser(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith("ready ")) {
            throw new IllegalStateException("the child said " + line);
        }
        this.ready = line;
    }

    /** What the child does: use the Postgres until its standard input ends. */
    public static void main(String... args) throws IOException {
        try (var postgres = EmbeddedPostgres.start(Path.of(args[0]))) {
            System.out.println("ready " + postgres.pid() + " " + postgres.port());
            while (System.in.read() >= 0) {
                continue;
            }
        }
        System.out.println("closed");
    }

    static PostgresUser of(Path home) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-cp", classPath, PostgresUser.class.getName(), home.toString());
        return new PostgresUser(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    long postgresPid() {
        return Long.parseLong(ready.split(" ")[1]);
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
