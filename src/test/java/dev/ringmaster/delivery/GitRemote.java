package dev.ringmaster.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;

import dev.ringmaster.testing.GitRepository;

/** Bare repositories, served by git's own smart HTTP, to whoever has the token. */
final class GitRemote {

    private final Path root;
    private final String authorization;
    private volatile boolean revoked;
    private volatile Consumer<String> onPush = repository -> {
    };

    GitRemote(Path root, String token) {
        this.root = root;
        this.authorization = "Basic " + Base64.getEncoder()
                .encodeToString(("x-access-token:" + token).getBytes(StandardCharsets.UTF_8));
    }

    void revoke(boolean yes) {
        revoked = yes;
    }

    /** Runs before a push is taken, with the repository's name. */
    void onPush(Consumer<String> action) {
        onPush = action;
    }

    Path bare(String name) {
        return root.resolve(name + ".git");
    }

    /** A bare copy of a repository. */
    void create(String name, Path of) throws IOException, InterruptedException {
        var bare = bare(name);
        Files.createDirectories(bare.getParent());
        GitRepository.git(of, "clone", "--quiet", "--bare", of.toString(), bare.toString());
        GitRepository.git(bare, "config", "http.receivepack", "true");
    }

    String tip(String name, String branch) throws IOException, InterruptedException {
        return GitRepository.git(bare(name), "rev-parse", "refs/heads/" + branch);
    }

    boolean has(String name, String commit, String file) throws IOException, InterruptedException {
        return !GitRepository.git(bare(name), "ls-tree", "--name-only", commit, "--", file).isEmpty();
    }

    void serve(HttpExchange exchange) throws IOException {
        var given = exchange.getRequestHeaders().getFirst("Authorization");
        if (revoked || !authorization.equals(given)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        var body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestURI().getPath().endsWith("/git-receive-pack")) {
            onPush.accept(exchange.getRequestURI().getPath().replaceFirst("\\.git/git-receive-pack$", "").substring(1));
        }
        var builder = new ProcessBuilder("git", "http-backend");
        var environment = builder.environment();
        var uri = exchange.getRequestURI();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("PATH_INFO", uri.getPath());
        environment.put("QUERY_STRING", uri.getRawQuery() == null ? "" : uri.getRawQuery());
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("REMOTE_USER", "x-access-token");
        environment.put("REMOTE_ADDR", "127.0.0.1");
        environment.put("CONTENT_LENGTH", Integer.toString(body.length));
        header(exchange, "Content-Type", "CONTENT_TYPE", environment);
        header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", environment);
        header(exchange, "Git-Protocol", "HTTP_GIT_PROTOCOL", environment);
        var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var in = process.getOutputStream()) {
            in.write(body);
        }
        reply(exchange, process.getInputStream().readAllBytes());
    }

    private static void header(HttpExchange exchange, String name, String variable, java.util.Map<String, String> into) {
        var value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
            into.put(variable, value);
        }
    }

    private static void reply(HttpExchange exchange, byte[] output) throws IOException {
        int status = 200;
        int start = 0;
        while (start < output.length) {
            var line = new ByteArrayOutputStream();
            while (output[start] != '\n') {
                line.write(output[start++]);
            }
            start++;
            var text = line.toString(StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                break;
            }
            var parts = text.split(": ", 2);
            if (parts[0].equals("Status")) {
                status = Integer.parseInt(parts[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(parts[0], parts[1]);
            }
        }
        exchange.sendResponseHeaders(status, output.length - start == 0 ? -1 : output.length - start);
        exchange.getResponseBody().write(output, start, output.length - start);
        exchange.close();
    }
}
