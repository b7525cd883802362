package dev.ringmaster.image;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.ringmaster.testing.FreePort;

/**
 * The unpacked image, run as a container runs it and without one: its entry point is the first process of its own process
 * tree, its root file system is read-only, its user is the image's, without any right; only the home and {@code /tmp} can be
 * written. The network is this machine's.
 */
final class ImageContainer implements AutoCloseable {

    static final String TOKEN = "a-token-for-the-image-under-test";

    private static final String USER = "10001";
    static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final Duration START = Duration.ofMinutes(2);

    private final Process process;
    private final Path log;
    private final int port;

    private ImageContainer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * @param image its configuration
     * @param root its file system
     * @param home what is mounted for the workspace; as root it has to belong to the image's user
     * @param environment added to the image's
     * @param arguments added to the entry point
     */
    static ImageContainer run(ImageTarball image, Path root, Path home, Map<String, String> environment, String... arguments)
            throws IOException {
        int port = FreePort.find();
        var command = new ArrayList<>(List.of("bwrap", "--unshare-pid", "--unshare-uts", "--unshare-ipc", "--as-pid-1",
                "--die-with-parent", "--new-session", "--clearenv", "--ro-bind", root.toString(), "/", "--dev", "/dev",
                "--proc",
                "/proc", "--perms", "1777", "--tmpfs", "/tmp", "--perms", "1777", "--tmpfs", "/dev/shm", "--bind",
                home.toString(), "/var/lib/ringmaster", "--chdir",
                image.config().path("config").path("WorkingDir").asText()));
        image.config().path("config").path("Env").forEach(variable -> {
            var parts = variable.asText().split("=", 2);
            command.addAll(List.of("--setenv", parts[0], parts[1]));
        });
        environment.forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
        command.addAll(List.of("--setenv", "RINGMASTER_ACCESS_TOKEN", TOKEN, "--setenv", "RINGMASTER_ACCESS_ALLOWED_HOSTS",
                "ringmaster.example.org", "--setenv", "QUARKUS_HTTP_PORT",
                Integer.toString(port)));
        command.addAll(ROOT
                ? List.of("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "setpriv", "--reuid=" + USER, "--regid=" + USER,
                        "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--")
                : List.of("--unshare-user", "--uid", USER, "--gid", USER));
        image.config().path("config").path("Entrypoint").forEach(word -> command.add(word.asText()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("image", ".log");
        return new ImageContainer(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
                log,
                port);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Waits until it says that it is ready. */
    ImageContainer awaitReady() {
        await().atMost(START).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive() || ready());
        if (!process.isAlive()) {
            throw new IllegalStateException("the container ended: " + log());
        }
        return this;
    }

    private boolean ready() {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(base().resolve("q/health/ready")).timeout(Duration.ofSeconds(5)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The user that the server runs as, seen from this machine. */
    String user() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + first().pid() + "/status")).stream()
                .filter(line -> line.startsWith("Uid:")).findFirst().orElseThrow();
    }

    /** Sends the first process what {@code docker stop} sends, and waits. @return the exit code */
    int stop() throws InterruptedException {
        first().destroy();
        return awaitEnd();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the container did not end: " + log());
        }
        return process.exitValue();
    }

    /** The entry point, which bwrap has started. */
    private ProcessHandle first() {
        return process.children().findFirst().orElseThrow(() -> new IllegalStateException("nothing runs: " + log()));
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        Files.delete(log);
    }
}
