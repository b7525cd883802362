package dev.ringmaster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Gives a {@code @QuarkusTest} single sign-on at a real Keycloak, started from the directory that RINGMASTER_TEST_KEYCLOAK
 * names. Its realm "team" has the user ada, in the realm role "leads", and a client for Ringmaster. Without the variable
 * nothing is started and single sign-on stays off.
 */
public final class KeycloakResource implements QuarkusTestResourceLifecycleManager {

    public static final String VARIABLE = "RINGMASTER_TEST_KEYCLOAK";
    public static final String REALM = "team";
    public static final String USER = "ada";
    public static final String PASSWORD = "analytical engine";
    public static final String ADMIN_PASSWORD = "only for this test";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int TOKEN_SECONDS = 20;

    private @Nullable Process process;
    private @Nullable Path home;

    @Override
    public Map<String, String> start() {
        var installed = System.getenv(VARIABLE);
        if (installed == null) {
            return Map.of();
        }
        int port = FreePort.find();
        var base = "http://127.0.0.1:" + port;
        try {
            var own = copy(Path.of(installed));
            home = own;
            Files.createDirectories(own.resolve("data/import"));
            Files.writeString(own.resolve("data/import/realm.json"), realm().encode());
            var started = launch(own, port);
            process = started;
            awaitReady(started, own, URI.create(base + "/realms/" + REALM + "/.well-known/openid-configuration"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("ringmaster.access.oidc.enabled", "true", "ringmaster.access.oidc.issuer", base + "/realms/" + REALM,
                "ringmaster.access.oidc.client-id", OpenIdProvider.CLIENT, "ringmaster.access.oidc.client-secret",
                OpenIdProvider.SECRET, "ringmaster.access.oidc.admin", "leads", "ringmaster.access.oidc.viewer", "*",
                "quarkus.oidc.roles.source", "accesstoken", "quarkus.oidc.logout.path", "/logout/provider",
                "quarkus.oidc.logout.post-logout-path", "/");
    }

    @Override
    public void stop() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (home != null) {
            delete(home);
        }
    }

    private static void delete(Path tree) {
        try (var files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keycloak builds itself anew at its first start, in its own directory. */
    private static Path copy(Path installed) throws IOException {
        var copy = Files.createTempDirectory("ringmaster-keycloak-");
        try (var files = Files.walk(installed)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = copy.resolve(installed.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                    target.toFile().setExecutable(Files.isExecutable(file));
                }
            }
        }
        return copy;
    }

    private static Process launch(Path home, int port) throws IOException {
        var command = new ProcessBuilder(home.resolve("bin/kc.sh").toString(), "start-dev", "--import-realm",
                "--http-host=127.0.0.1", "--http-port=" + port, "--cache=local", "--log-level=warn");
        command.environment().keySet().retainAll(Set.of("PATH", "LANG"));
        command.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "HOME", home.toString(),
                "KC_BOOTSTRAP_ADMIN_USERNAME", "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD));
        return command.redirectErrorStream(true).redirectOutput(home.resolve("output.log").toFile()).start();
    }

    private static void awaitReady(Process process, Path home, URI discovery) throws IOException {
        var deadline = Instant.now().plus(PATIENCE);
        try (var http = HttpClient.newHttpClient()) {
            while (Instant.now().isBefore(deadline)) {
                try {
                    if (http.send(HttpRequest.newBuilder(discovery).build(), BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    if (!process.isAlive()) {
                        break;
                    }
                }
                Thread.sleep(500);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("Keycloak did not start:\n" + Files.readString(home.resolve("output.log")));
    }

    private static JsonObject realm() {
        var client = new JsonObject().put("clientId", OpenIdProvider.CLIENT).put("secret", OpenIdProvider.SECRET)
                .put("standardFlowEnabled", true).put("directAccessGrantsEnabled", true)
                .put("redirectUris", new JsonArray().add("http://127.0.0.1:*"))
                .put("attributes", new JsonObject().put("post.logout.redirect.uris", "http://127.0.0.1:*"))
                .put("protocolMappers", new JsonArray().add(new JsonObject().put("name", "audience").put("protocol",
                        "openid-connect").put("protocolMapper", "oidc-audience-mapper").put("config", new JsonObject()
                                .put("included.client.audience", OpenIdProvider.CLIENT).put("access.token.claim", "true"))));
        var user = new JsonObject().put("username", USER).put("enabled", true).put("email", "ada@example.org")
                .put("emailVerified", true).put("firstName", "Ada").put("lastName", "Lovelace")
                .put("credentials", new JsonArray().add(new JsonObject().put("type", "password").put("value", PASSWORD)))
                .put("realmRoles", new JsonArray().add("leads"));
        return new JsonObject().put("realm", REALM).put("enabled", true).put("accessTokenLifespan", TOKEN_SECONDS)
                .put("sslRequired", "none")
                .put("roles", new JsonObject().put("realm", new JsonArray().add(new JsonObject().put("name", "leads"))))
                .put("clients", new JsonArray().add(client)).put("users", new JsonArray().add(user));
    }
}
