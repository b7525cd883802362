package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.KeycloakResource;
import dev.ringmaster.testing.OpenIdProvider;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The same as {@link SingleSignOnIT} in short, with a provider that others have written: Keycloak as it is released. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@QuarkusTestResource(value = KeycloakResource.class, restrictToAnnotatedClass = true)
class KeycloakIT {

    private static final String ME = "{ me { name role authentication } }";
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

    @ConfigProperty(name = "ringmaster.access.oidc.issuer", defaultValue = "http://127.0.0.1/")
    URI issuer;

    private final GraphQlClient owner = GraphQlClient.ofThisTest();
    private final Browser browser = new Browser(owner.base());
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void needKeycloak() {
        assumeTrue(System.getenv(KeycloakResource.VARIABLE) != null, "No Keycloak: unpack org.keycloak:keycloak-quarkus-dist "
                + "(zip, Maven Central) and set " + KeycloakResource.VARIABLE + " to its directory, as .ci/run does");
    }

    @AfterEach
    void close() {
        browser.close();
        owner.close();
        http.shutdownNow();
    }

    @Test
    void a_person_logs_in_works_loses_a_role_and_logs_out() {
        var arrived = logIn("/login?from=%2Fagents");
        assertThat(arrived.uri()).isEqualTo(owner.base().resolve("/agents"));
        assertThat(browser.graphql(ME).body()).contains("\"name\":\"ada\"", "\"role\":\"ADMIN\"",
                "\"authentication\":\"OIDC_SESSION\"");

        try (var feed = owner.connect("Cookie", browser.cookieHeader())) {
            feed.send("{\"type\":\"connection_init\"}");
            assertThat(feed.message().path("type").asText()).isEqualTo("connection_ack");
            moveOut("leads");

            // Keycloak says so with the next token: when the page renews its session.
            await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofSeconds(1))
                    .until(() -> browser.graphql(ME).body().contains("\"role\":\"VIEWER\""));
            assertThat(feed.message().toString()).contains("\"closed\"", "4403");
        }
        assertThat(browser.graphql("{ apiTokens { id } }").body()).contains("FORBIDDEN");

        assertThat(browser.post("/logout").body()).contains("/logout/provider");
        assertThat(browser.open("/logout/provider").body()).contains("Log in with single sign-on");
        assertThat(browser.graphql(ME).statusCode()).isEqualTo(401);
        assertThat(browser.open("/login").uri().getPort()).as("Keycloak asks for the password again")
                .isEqualTo(issuer.getPort());
    }

    @Test
    void a_program_brings_a_token_of_keycloak() {
        var granted = post(issuer + "/protocol/openid-connect/token", Map.of("grant_type", "password", "client_id",
                OpenIdProvider.CLIENT, "client_secret", OpenIdProvider.SECRET, "username", KeycloakResource.USER, "password",
                KeycloakResource.PASSWORD));
        try (var program = new GraphQlClient(owner.base(), granted.getString("access_token"))) {
            assertThat(program.query(ME).at("/me/name").asText()).isEqualTo(KeycloakResource.USER);
            assertThat(program.query(ME).at("/me/authentication").asText()).isEqualTo("OIDC_BEARER");
        }
    }

    private HttpResponse<String> logIn(String path) {
        var form = FORM.matcher(browser.open(path).body());
        assertThat(form.find()).as("Keycloak's log-in page").isTrue();
        return browser.submit(URI.create(form.group(1).replace("&amp;", "&")),
                Map.of("username", KeycloakResource.USER, "password", KeycloakResource.PASSWORD, "credentialId", ""));
    }

    /** As an administrator of Keycloak does it. */
    private void moveOut(String role) {
        var base = issuer.toString().replaceFirst("/realms/.*", "");
        var token = post(base + "/realms/master/protocol/openid-connect/token", Map.of("grant_type", "password", "client_id",
                "admin-cli", "username", "admin", "password", KeycloakResource.ADMIN_PASSWORD)).getString("access_token");
        var realm = base + "/admin/realms/" + KeycloakResource.REALM;
        var user = new JsonArray(call(token, "GET", realm + "/users?username=" + KeycloakResource.USER, ""))
                .getJsonObject(0).getString("id");
        var known = new JsonObject(call(token, "GET", realm + "/roles/" + role, ""));
        call(token, "DELETE", realm + "/users/" + user + "/role-mappings/realm", new JsonArray().add(known).encode());
    }

    private String call(String token, String method, String address, String body) {
        return send(HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
    }

    private JsonObject post(String address, Map<String, String> fields) {
        return new JsonObject(send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(fields.entrySet()
                        .stream()
                        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))));
    }

    private String send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
