package dev.ringmaster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.ringmaster.testing.FreePort;

/** The built server, started by the launcher as a user starts it, in a clean environment. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final int port;

    private ServerProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    public static ServerProcess up(Path home) throws IOException {
        return up(home, Map.of());
    }

    /**
     * @param environment added to the clean one
     * @param wrapper a command that takes the launcher's command line behind its own
     */
    public static ServerProcess up(Path home, Map<String, String> environment, String... wrapper) throws IOException {
        int port = FreePort.find();
        Path log = Files.createDirectories(home).resolve("server-" + port + ".log");
        var all = new HashMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        ProcessBuilder launcher = launcher(home, all, "up");
        launcher.command().addAll(0, List.of(wrapper));
        Process process = launcher
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        return new ServerProcess(process, log, port);
    }

    static ProcessBuilder launcher(Path home, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(Path.of("ringmaster").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", home.toString(),
                "RINGMASTER_HOME", home.resolve("rm").toString(), "JAVA_HOME", System.getProperty("java.home")));
        builder.environment().putAll(environment);
        return builder;
    }

    public ServerProcess awaitReady() {
        return awaitReady(Duration.ofMillis(200));
    }

    /** @param poll how often it is asked, which is how exactly the moment is known */
    public ServerProcess awaitReady(Duration poll) {
        await().atMost(START).pollDelay(Duration.ZERO).pollInterval(poll).until(() -> !process.isAlive() || status() == 200);
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended: " + log());
        }
        return this;
    }

    /** 0 while nobody answers. */
    int status() {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(5)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    public boolean alive() {
        return process.isAlive();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Sends a signal, such as STOP; a server that has gone meanwhile does not get it. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it as Ctrl+C does, and returns its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the server did not stop: " + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
