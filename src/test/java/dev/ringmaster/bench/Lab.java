package dev.ringmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import dev.ringmaster.loop.SandboxMode;
import dev.ringmaster.support.postgres.EmbeddedPostgres;
import dev.ringmaster.support.postgres.TestHome;

/** A home, the servers that a measurement starts on it, and their end, however the measurement ends. */
final class Lab implements AutoCloseable {

    private static final String CONFIGURATION = """
            ringmaster:
              loop: { cooldown: 0s, no-progress: 1000000 }
              subscriptions:
                bench: { platform: bench, max-concurrent: 500 }
              platforms:
                bench: { command: [/usr/bin/perl, "%s"], output: %s }
              sandbox: { mode: %s, writable: ["%s"] }
            """;

    /** Agents outlive the server that started them, so one of a bench that was killed has to end by itself. */
    private static final String LIFETIME = "alarm 900;\n";

    private final Scale scale;
    private final Thread onInterrupt = new Thread(this::end, "end-of-lab");
    private final TestHome testHome = new TestHome("rm");
    private final List<BenchServer> servers = new ArrayList<>();
    private final List<String> cards = new ArrayList<>();

    Lab(Scale scale) {
        this.scale = scale;
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    Scale scale() {
        return scale;
    }

    Path home() {
        return testHome.path();
    }

    /** Where an agent may leave what a measurement is to find, sandbox or not. */
    Path marks() throws IOException {
        return Files.createDirectories(home().resolve("marks"));
    }

    /** What the agent does, as a Perl script: Perl is part of every Debian and starts in milliseconds. */
    void agent(String output, String script) throws IOException {
        agent(output, script, SandboxMode.AUTO);
    }

    void agent(String output, String script, SandboxMode sandbox) throws IOException {
        var file = Files.writeString(home().resolve("agent.pl"), LIFETIME + script);
        Files.createDirectories(home().resolve("rm"));
        Files.writeString(home().resolve("rm/application.yaml"), CONFIGURATION.formatted(file, output,
                sandbox.name().toLowerCase(Locale.ROOT), marks()));
    }

    /** One more server on the home, ready. */
    BenchServer server() throws IOException {
        var server = BenchServer.start(home(), cards);
        servers.add(server);
        return server;
    }

    /** Takes away what tells servers on one machine that another has died: its lock. */
    void hideServers() throws IOException {
        try (var locks = Files.list(home().resolve("rm/servers"))) {
            for (var lock : locks.toList()) {
                Files.delete(lock);
            }
        }
    }

    /** A git repository like a small project's: 200 files in 20 directories. */
    Path repository() throws IOException, InterruptedException {
        var repository = Files.createTempDirectory(home(), "repository");
        for (int i = 0; i < 200; i++) {
            var directory = Files.createDirectories(repository.resolve("src/part" + i % 20));
            Files.writeString(directory.resolve("file" + i + ".txt"), ("line of file " + i + "\n").repeat(50));
        }
        git(repository, "init", "--quiet", "--initial-branch=main");
        git(repository, "add", ".");
        git(repository, "-c", "user.name=Bench", "-c", "user.email=bench@localhost", "commit", "--quiet", "-m", "Begin");
        return repository;
    }

    private static void git(Path directory, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        Collections.addAll(command, arguments);
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        end();
    }

    private void end() {
        try {
            var alive = servers.stream().filter(BenchServer::alive).findFirst();
            if (alive.isPresent()) {
                alive.get().endAgents();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            servers.forEach(BenchServer::close);
            stopPostgres();
            testHome.close();
        }
    }

    private void stopPostgres() {
        if (Files.exists(home().resolve("rm/postgres/data"))) {
            EmbeddedPostgres.start(home().resolve("rm")).close();
        }
    }
}
