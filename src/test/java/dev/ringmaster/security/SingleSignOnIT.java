package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFeed;
import dev.ringmaster.testing.OpenIdProvider;
import dev.ringmaster.testing.OpenIdResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** A team that logs in at its OpenID provider. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@QuarkusTestResource(value = OpenIdResource.class, restrictToAnnotatedClass = true)
class SingleSignOnIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ME = "{ me { name role authentication expiresAt } }";

    @SuppressWarnings("NullAway.Init") // by OpenIdResource
    OpenIdProvider provider;

    private final GraphQlClient owner = GraphQlClient.ofThisTest();
    private final Browser browser = new Browser(owner.base());
    private String name;

    @BeforeEach
    void somebody() {
        name = "person-" + System.nanoTime();
        provider.lifetime(300);
    }

    @AfterEach
    void close() {
        browser.close();
        owner.close();
    }

    @Test
    void a_browser_is_offered_the_provider_and_comes_back_to_the_page_it_wanted() {
        provider.user(name, "developers", "others");

        var page = browser.open("/cards/1?tab=changes");
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("href=\"/login?from=%2Fcards%2F1%3Ftab%3Dchanges\"");
        var arrived = browser.open("/login?from=%2Fcards%2F1%3Ftab%3Dchanges");

        assertThat(arrived.uri()).isEqualTo(owner.base().resolve("/cards/1?tab=changes"));
        assertThat(browser.graphql(ME).body()).contains("\"name\":\"" + name + "\"", "\"role\":\"OPERATOR\"",
                "\"authentication\":\"OIDC_SESSION\"");
        assertThat(browser.cookies()).filteredOn(cookie -> cookie.getName().startsWith("q_session")).isNotEmpty()
                .allMatch(HttpCookie::isHttpOnly);
        assertThat(
                new String(Base64.getUrlDecoder().decode(browser.cookieHeader().split("[=.]", 3)[1]), StandardCharsets.UTF_8))
                .as("the tokens in the session are encrypted").contains("\"enc\":\"A256GCM\"");
        assertThat(logOf(name)).contains("\"operation\":\"LOGIN\",\"result\":\"OK\"");
    }

    @ParameterizedTest
    @CsvSource({ "https://evil.example", "//evil.example/x", "/%5Cevil.example", "%0d//evil.example" })
    void a_log_in_leads_nowhere_else(String elsewhere) {
        provider.user(name, "guests");
        browser.open("/login");

        assertThat(browser.open("/login?from=" + elsewhere).uri().getAuthority()).isEqualTo(owner.base().getAuthority());
    }

    @Test
    void a_program_is_never_sent_to_the_provider() {
        try (var visitor = new Visitor(owner.base())) {
            for (var headers : new String[][] { {}, { "Cookie", "q_session=nonsense" }, { "Authorization", "Bearer nonsense" },
                    { "Cookie", "ringmaster_token=nonsense" } }) {
                var answer = visitor.graphql(ME, headers);
                assertThat(answer.statusCode()).as("%s", (Object) headers).isEqualTo(401);
                assertThat(answer.body()).contains("UNAUTHENTICATED");
            }
            assertThat(visitor.send("GET", "/login", "").statusCode()).isEqualTo(302);
            assertThat(visitor.send("POST", "/login", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void the_rules_of_host_and_origin_hold_for_it_too() {
        provider.user(name, "leads");
        browser.open("/login");
        try (var visitor = new Visitor(owner.base())) {
            for (var foreign : new String[][] { { "Host", "evil.example" }, { "Origin", "https://evil.example" },
                    { "Origin", provider.issuer() } }) {
                assertThat(visitor.graphql(ME, "Cookie", browser.cookieHeader(), foreign[0], foreign[1]).statusCode())
                        .isEqualTo(403);
                assertThat(visitor.send("GET", "/login", "", foreign).statusCode()).isEqualTo(403);
            }
        }
    }

    @Test
    void a_provider_that_refuses_leaves_a_page_that_says_so() {
        provider.user("nobody");

        var page = browser.open("/login?from=%2F");

        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("The log-in was not completed");
    }

    @Test
    void who_is_in_no_group_with_a_role_may_do_nothing() {
        provider.user(name, "others", "admin", "ADMIN", "operator");

        var page = browser.open("/login?from=%2F");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains(name, "no role here");
        assertThat(browser.graphql(ME).statusCode()).isEqualTo(403);
        assertThat(logOf(name)).contains("\"operation\":\"LOGIN\",\"result\":\"FORBIDDEN\"");
    }

    @ParameterizedTest
    @CsvSource({ "leads, ADMIN", "developers, OPERATOR", "visitors, VIEWER", "guests, VIEWER" })
    void a_programs_token_of_the_provider_has_the_role_of_its_groups(String group, String role) {
        provider.move(name, "others", group);
        try (var program = new GraphQlClient(owner.base(), provider.accessToken(name))) {
            var me = program.query(ME).path("me");
            assertThat(me.path("name").asText()).isEqualTo(name);
            assertThat(me.path("role").asText()).isEqualTo(role);
            assertThat(me.path("authentication").asText()).isEqualTo("OIDC_BEARER");
            assertThat(program.get("/q/metrics").statusCode()).isEqualTo(200);
            try (var feed = program.subscribe(ME, Map.of())) {
                assertThat(feed.next().at("/me/role").asText()).isEqualTo(role);
            }
        }
    }

    @Test
    void a_token_made_out_to_somebody_else_or_by_somebody_else_or_long_ago_opens_nothing() {
        provider.move(name, "leads");
        try (var visitor = new Visitor(owner.base()); var stranger = new OpenIdProvider()) {
            stranger.move(name, "leads");
            assertUnknown(visitor, provider.accessToken(name, "another-program", Instant.now()));
            assertUnknown(visitor, provider.accessToken(name, OpenIdProvider.CLIENT, Instant.now().minusSeconds(3_600)));
            assertUnknown(visitor, stranger.accessToken(name));
            var good = provider.accessToken(name);
            assertUnknown(visitor, good.substring(0, good.lastIndexOf('.') + 1));
            assertUnknown(visitor, good.replaceFirst("\\.[^.]+\\.", ".e30."));
            assertThat(visitor.graphql(ME, Visitor.bearer(good)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_open_socket_ends_with_the_session_and_the_session_is_renewed() {
        provider.user(name, "guests");
        provider.lifetime(5);
        browser.open("/login");
        var before = browser.cookieHeader();
        try (var feed = owner.connect("Cookie", before)) {
            feed.send("{\"type\":\"connection_init\"}");
            assertThat(feed.message().path("type").asText()).isEqualTo("connection_ack");
            assertClosed(feed);
        }

        assertThat(browser.graphql(ME).body()).contains(name);
        assertThat(browser.cookieHeader()).isNotEqualTo(before);
        try (var feed = owner.connect("Cookie", browser.cookieHeader())) {
            assertThat(feed).isNotNull();
        }
    }

    @Test
    void a_session_renewed_by_a_socket_is_not_lost() {
        provider.user(name, "guests");
        provider.lifetime(1);
        browser.open("/login");
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        provider.lifetime(300);

        try (var visitor = new Visitor(owner.base())) {
            var renewed = visitor.upgrade(browser.cookieHeader());
            assertThat(visitor.graphql(ME, "Cookie", renewed).body()).contains(name);
        }
    }

    @Test
    void a_role_that_was_taken_away_is_gone_when_the_provider_has_said_so_once() {
        provider.user(name, "leads");
        var old = provider.accessToken(name, OpenIdProvider.CLIENT, Instant.now().minusSeconds(10));
        try (var program = new GraphQlClient(owner.base(), old);
                var feed = program.subscribe("subscription { probeSilence }", Map.of())) {
            assertThat(program.query("{ apiTokens { id } }").path("apiTokens").isArray()).isTrue();

            provider.move(name, "guests");
            browser.open("/login");
            assertThat(browser.graphql(ME).body()).contains("\"role\":\"VIEWER\"");

            assertClosed(feed);
            assertThat(program.query(ME).at("/me/role").asText()).isEqualTo("VIEWER");
            provider.move(name);
            browser.open("/logout/provider");
            assertThat(new Visitor(owner.base()).graphql(ME, Visitor.bearer(provider.accessToken(name, OpenIdProvider.CLIENT,
                    Instant.now().plusSeconds(1)))).statusCode()).isEqualTo(403);
            assertThat(program.get("/q/metrics").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void logging_out_ends_it_here_and_at_the_provider() {
        provider.user(name, "guests");
        browser.open("/login");
        int before = provider.logouts();

        assertThat(browser.post("/logout").body()).isEqualTo("{\"location\":\"/logout/provider\"}");
        var page = browser.open("/logout/provider");

        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(provider.logouts()).isEqualTo(before + 1);
        assertThat(browser.graphql(ME).statusCode()).isEqualTo(401);
        await().atMost(PATIENCE).until(() -> logOf(name).contains("\"operation\":\"LOGOUT\",\"result\":\"OK\""));
    }

    @Test
    void nobody_goes_by_the_name_of_the_owner() {
        provider.move("owner", "guests");
        try (var program = new GraphQlClient(owner.base(), provider.accessToken("owner"))) {
            assertThat(program.query(ME).at("/me/name").asText()).isEqualTo("owner (single sign-on)");
        }
    }

    @Test
    void tokens_of_this_server_work_beside_it() {
        assertThat(owner.query(ME).at("/me/name").asText()).isEqualTo("owner");
        try (var program = new GraphQlClient(owner.base(), Visitor.token(owner, name, "VIEWER"))) {
            assertThat(program.query(ME).at("/me/authentication").asText()).isEqualTo("API_TOKEN");
        }
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> new GraphQlClient(owner.base(), "rmt_unknown").connect());
    }

    @Test
    void admins_see_who_has_come() {
        provider.user(name, "developers");
        browser.open("/login");

        assertThat(owner.query("{ people { name role lastSeenAt } }").toString()).contains(name);
        assertThat(browser.graphql("{ people { name } }").body()).contains("FORBIDDEN");
    }

    private void assertUnknown(Visitor visitor, String token) {
        assertThat(visitor.graphql(ME, Visitor.bearer(token)).statusCode()).isEqualTo(401);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> new GraphQlClient(owner.base(), token).connect());
    }

    private String logOf(String actor) {
        return owner.query("query($a: String) { auditLog(actor: $a) { items { operation result } } }", Map.of("a", actor))
                .toString();
    }

    private static void assertClosed(GraphQlFeed feed) {
        var message = feed.message();
        assertThat(message.path("type").asText()).as("%s", message).isEqualTo("closed");
        assertThat(message.path("code").asInt()).isEqualTo(4403);
    }
}
