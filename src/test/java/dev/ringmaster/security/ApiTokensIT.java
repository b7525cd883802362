package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFailure;
import dev.ringmaster.testing.GraphQlFeed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class ApiTokensIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CREATE = "mutation($i: ApiTokenInput!) { createApiToken(input: $i) { id name role expiresAt value } }";

    @Inject
    Pool pool;

    private final GraphQlClient owner = GraphQlClient.ofThisTest();
    private String name;

    @BeforeEach
    void name(TestInfo info) {
        name = (info.getDisplayName() + " " + System.nanoTime()).replaceAll("^(.{0,90}).*", "$1") + System.nanoTime() % 1000;
    }

    @AfterEach
    void close() {
        owner.close();
    }

    @Test
    void a_token_is_told_once_and_kept_as_a_hash() {
        var created = create(Map.of("name", " " + name + " ", "role", "OPERATOR"));

        var value = created.path("value").asText();
        assertThat(value).matches("rmt_[A-Za-z0-9_-]{43}");
        var listed = listed(created.path("id").asText());
        assertThat(listed.path("name").asText()).isEqualTo(name);
        assertThat(listed.path("role").asText()).isEqualTo("OPERATOR");
        assertThat(listed.path("createdBy").asText()).isEqualTo("owner");
        assertThat(listed.path("lastUsedAt").isNull()).isTrue();
        assertThat(owner.query("{ apiTokens { id name createdBy } }").toString()).doesNotContain(value);
        assertThat(everythingStored()).contains(name).doesNotContain(value, value.substring(4));
    }

    @Test
    void a_token_works_as_whom_it_names_and_its_use_is_seen() {
        var created = create(Map.of("name", name, "role", "VIEWER"));
        try (var program = as(created)) {
            var me = program.query("{ me { name role authentication } }").path("me");
            assertThat(me.path("name").asText()).isEqualTo(name);
            assertThat(me.path("authentication").asText()).isEqualTo("API_TOKEN");
        }
        await().atMost(PATIENCE).until(() -> !listed(created.path("id").asText()).path("lastUsedAt").isNull());
    }

    @Test
    void a_revoked_token_is_refused_at_once_and_its_sockets_are_closed() {
        var created = create(Map.of("name", name, "role", "ADMIN"));
        try (var program = as(created); var feed = follow(program)) {
            Visitor.revoke(owner, created.path("id").asText());

            assertThat(program.get("/q/metrics").statusCode()).isEqualTo(401);
            assertClosed(feed);
        }
        assertThat(owner.query("{ apiTokens { id } }").toString()).doesNotContain(created.path("id").asText());
        assertThatExceptionOfType(GraphQlFailure.class)
                .isThrownBy(() -> Visitor.revoke(owner, created.path("id").asText()))
                .satisfies(failure -> assertThat(failure.codes()).containsExactly("NOT_FOUND"));
    }

    /** As another server would do it whose bell gets lost: nobody here is told, the row alone changes. */
    @Test
    void a_socket_loses_its_caller_though_no_bell_rings() {
        var revoked = create(Map.of("name", name, "role", "ADMIN"));
        var lowered = create(Map.of("name", name + "2", "role", "ADMIN"));
        try (var one = as(revoked); var other = as(lowered); var first = follow(one); var second = follow(other)) {
            change("update api_token set revoked_at = now() where id = $1", revoked);
            change("update api_token set role = 'OPERATOR' where id = $1", lowered);

            assertClosed(first);
            assertClosed(second);
            assertThat(other.query("{ me { role } }").at("/me/role").asText()).isEqualTo("OPERATOR");
        }
    }

    @Test
    void an_open_socket_starts_nothing_for_a_token_that_was_revoked() {
        var created = create(Map.of("name", name, "role", "ADMIN"));
        try (var program = as(created); var feed = follow(program)) {
            change("update api_token set revoked_at = now() where id = $1", created);
            feed.send(GraphQlClient.subscription("2", "mutation { createDemoProject { id } }", Map.of()));

            assertClosed(feed);
        }
    }

    @Test
    void a_token_ends_by_itself() {
        var created = create(Map.of("name", name, "role", "ADMIN", "expiresAt", Instant.now().plusSeconds(4).toString()));
        try (var program = as(created); var feed = follow(program)) {
            assertThat(program.query("{ me { expiresAt } }").at("/me/expiresAt").isNull()).isFalse();

            assertClosed(feed);
            await().atMost(PATIENCE).until(() -> program.get("/q/metrics").statusCode() == 401);
        }
        assertThat(listed(created.path("id").asText()).path("expiresAt").isNull()).isFalse();
    }

    @Test
    void a_browser_logs_in_with_it_and_out_again() {
        var value = create(Map.of("name", name, "role", "VIEWER")).path("value").asText();
        try (var visitor = new Visitor(owner.base())) {
            var login = visitor.send("GET", "/agents?token=" + value, "", "Accept", "text/html");
            assertThat(login.statusCode()).isEqualTo(303);
            assertThat(login.headers().firstValue("Location")).contains("/agents");
            assertThat(login.headers().firstValue("Set-Cookie")).get().asString().contains("ringmaster_token=" + value,
                    "HTTPOnly",
                    "SameSite=Strict");
            var cookie = "ringmaster_token=" + value;
            assertThat(visitor.graphql("{ me { name } }", "Cookie", cookie).body()).contains(name);

            assertThat(visitor.send("POST", "/logout", "", "Cookie", cookie, "Origin", "https://evil.example").statusCode())
                    .isEqualTo(403);
            var logout = visitor.send("POST", "/logout", "", "Cookie", cookie);
            assertThat(logout.body()).isEqualTo("{\"location\":\"/\"}");
            assertThat(logout.headers().firstValue("Set-Cookie")).get().asString().contains("ringmaster_token=;", "Max-Age=0");
            assertThat(visitor.send("POST", "/logout", "").statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "'' | VIEWER | 2030-01-01T00:00:00Z | name is missing",
            "a | VIEWER | 2020-01-01T00:00:00Z | which is past", "Owner | ADMIN | 2090-01-01T00:00:00Z | Choose another" })
    void what_makes_no_sense_is_refused(String wrong, String role, String expiresAt, String says) {
        assertThatExceptionOfType(GraphQlFailure.class)
                .isThrownBy(() -> create(Map.of("name", wrong, "role", role, "expiresAt", expiresAt)))
                .withMessageContaining(says).satisfies(failure -> assertThat(failure.codes()).containsExactly("VALIDATION"));
    }

    @Test
    void a_name_is_free_again_when_its_token_is_revoked() {
        var first = create(Map.of("name", name, "role", "VIEWER"));
        assertThatExceptionOfType(GraphQlFailure.class)
                .isThrownBy(() -> create(Map.of("name", name.toUpperCase(java.util.Locale.ROOT), "role", "VIEWER")))
                .satisfies(failure -> assertThat(failure.codes()).containsExactly("CONFLICT"));
        Visitor.revoke(owner, first.path("id").asText());

        assertThat(create(Map.of("name", name, "role", "VIEWER")).path("id").asText()).isNotEmpty();
    }

    private JsonNode create(Map<String, ?> input) {
        return owner.query(CREATE, Map.of("i", input)).path("createApiToken");
    }

    private GraphQlClient as(JsonNode created) {
        return new GraphQlClient(owner.base(), created.path("value").asText());
    }

    /** An open socket with a feed that says nothing by itself. */
    private static GraphQlFeed follow(GraphQlClient client) {
        return client.subscribe("subscription { probeSilence }", Map.of());
    }

    private JsonNode listed(String id) {
        for (var token : owner.query("{ apiTokens { id name role createdBy createdAt lastUsedAt expiresAt } }")
                .path("apiTokens")) {
            if (token.path("id").asText().equals(id)) {
                return token;
            }
        }
        throw new AssertionError("There is no token " + id);
    }

    private void change(String sql, JsonNode token) {
        pool.preparedQuery(sql).execute(Tuple.of(java.util.UUID.fromString(token.path("id").asText()))).await()
                .atMost(PATIENCE);
    }

    private String everythingStored() {
        var all = new StringBuilder();
        for (var table : new String[] { "api_token", "audit_entry" }) {
            pool.query("select t::text from " + table + " t").execute().await().atMost(PATIENCE)
                    .forEach(row -> all.append(row.getString(0)).append('\n'));
        }
        return all.toString();
    }

    private static void assertClosed(GraphQlFeed feed) {
        var message = feed.message();
        assertThat(message.path("type").asText()).as("%s", message).isEqualTo("closed");
        assertThat(message.path("code").asInt()).isEqualTo(4403);
    }
}
