package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class AccessIT {

    private static final List<String> PATHS = List.of("/", "/index.html", "/cards/1", "/graphql", "/graphql/",
            "/graphql/schema.graphql", "/graphql//schema.graphql", "/q/metrics", "/q/metrics/", "/q", "/q/",
            "/q/health/../metrics",
            "/q/health/%2e%2e/metrics", "/q//metrics", "/q/graphql-ui", "/api/anything", "/api/metrics/summary",
            "/api/webhooks/github", "/favicon.ico");

    @Inject
    Router router;

    @ConfigProperty(name = "ringmaster.home")
    Path home;

    private final GraphQlClient owner = GraphQlClient.ofThisTest();
    private final Visitor visitor = new Visitor(owner.base());

    @AfterEach
    void close() {
        owner.close();
        visitor.close();
    }

    /** What is written down here, and what the router really has. */
    private Stream<String> everyPath() {
        var routed = router.getRoutes().stream().map(Route::getPath)
                .filter(path -> path != null && path.startsWith("/") && !path.startsWith("/q/health")).toList();
        assertThat(routed).contains("/graphql", "/graphql/schema.graphql");
        return Stream.concat(PATHS.stream(), routed.stream()).distinct();
    }

    @Test
    void nobody_comes_in_without_the_token() {
        for (var path : everyPath().toList()) {
            assertThat(get(path).statusCode()).as("anonymous GET %s", path).isEqualTo(401);
            assertThat(get(path, "Authorization", "Bearer " + "x".repeat(43)).statusCode()).as("wrong token GET %s", path)
                    .isEqualTo(401);
            assertThat(get(path, "Authorization", "Basic b3duZXI6b3duZXI=").statusCode()).as("basic GET %s", path)
                    .isEqualTo(401);
            assertThat(get(path, "Cookie", "ringmaster_token=" + "x".repeat(43)).statusCode()).as("wrong cookie GET %s", path)
                    .isEqualTo(401);
            for (var method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
                assertThat(send(method, path, "{\"query\":\"{__typename}\"}", "Content-Type", "application/json").statusCode())
                        .as("anonymous %s %s", method, path).isEqualTo(401);
            }
        }
    }

    @Test
    void a_foreign_name_or_page_is_refused_even_with_the_token() {
        for (var path : everyPath().toList()) {
            var bearer = "Bearer " + owner.token();
            for (var foreign : List.of(List.of("Host", "evil.example"), List.of("Origin", "https://evil.example"),
                    List.of("Origin", "null"), List.of("Origin", "http://127.0.0.1:1"))) {
                var answer = get(path, "Authorization", bearer, foreign.get(0), foreign.get(1));
                assertThat(answer.statusCode()).as("%s %s", path, foreign).isEqualTo(403);
                assertThat(answer.body()).contains("\"code\":\"FORBIDDEN\"");
            }
        }
    }

    @Test
    void the_owner_comes_in_by_header_and_by_cookie() {
        assertThat(owner.get("/q/metrics").statusCode()).isEqualTo(200);
        assertThat(get("/q/metrics", "Cookie", "a=b; ringmaster_token=" + owner.token()).statusCode()).isEqualTo(200);
        assertThat(get("/q/metrics", "Authorization", "bearer " + owner.token(), "Origin",
                "http://" + owner.base().getRawAuthority()).statusCode()).isEqualTo(200);
        assertThat(owner.query("{__typename}").path("__typename").asText()).isEqualTo("Query");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/q/health", "/q/health/ready", "/q/health/live" })
    void health_is_open_by_any_name(String path) {
        assertThat(get(path).statusCode()).isEqualTo(200);
        assertThat(get(path, "Host", "10.1.2.3:8080").statusCode()).isEqualTo(200);
        assertThat(get(path, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    }

    @Test
    void a_program_reads_json_and_a_person_a_page() {
        var program = get("/graphql");
        assertThat(program.body()).contains("\"errors\"", "\"code\":\"UNAUTHENTICATED\"");
        assertThat(program.headers().firstValue("Content-Type")).get().asString().startsWith("application/json");
        assertThat(program.headers().firstValue("WWW-Authenticate")).get().asString().startsWith("Bearer");

        var page = get("/", "Accept", "text/html,application/xhtml+xml");
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("<!doctype html>", home.resolve("token").toString()).doesNotContain(owner.token());
    }

    @Test
    void the_printed_address_logs_in_and_forgets_the_token() {
        var answer = get("/cards/1?tab=diff&token=" + owner.token(), "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/cards/1?tab=diff");
        assertThat(answer.headers().firstValue("Set-Cookie")).get().asString().contains("ringmaster_token=" + owner.token(),
                "HTTPOnly", "SameSite=Strict", "Path=/", "Max-Age=31536000").doesNotContain("Secure");
        assertThat(answer.body()).doesNotContain(owner.token());
    }

    @ParameterizedTest
    @MethodSource("wrongLogins")
    void a_wrong_log_in_sets_nothing_and_repeats_nothing(String path) {
        var answer = get(path, "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.body()).doesNotContain("canary");
    }

    static List<String> wrongLogins() {
        return List.of("/?token=canary", "/?token=", "/?token", "/?token=canary&token=canary", "/q/metrics?token=canary");
    }

    @Test
    void every_answer_protects_its_page() {
        for (var path : List.of("/", "/graphql", "/q/health", "/?token=" + owner.token())) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Content-Security-Policy")).get().asString()
                    .contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(headers.firstValue("Cache-Control")).get().asString().contains("no-store");
        }
    }

    @Test
    void the_token_is_in_a_file_of_its_owner() throws IOException {
        assertThat(Files.readString(home.resolve("token")).strip()).isEqualTo(owner.token());
        assertThat(Files.getPosixFilePermissions(home.resolve("token"))).hasSize(2);
    }

    private HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        return visitor.send(method, path, body, headers);
    }
}
