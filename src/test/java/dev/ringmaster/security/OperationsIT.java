package dev.ringmaster.security;

import static dev.ringmaster.testing.GraphQlClient.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.security.SchemaCalls.Call;
import dev.ringmaster.security.caller.OperationRoles;
import dev.ringmaster.security.caller.Role;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.GraphQlFailure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Every operation of the running server, as its own schema tells them, called by everybody who might. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class OperationsIT {

    /** In the schema of tests only, and listed nowhere: the proof that what nobody has thought of is closed. */
    private static final String PROBE = "probe";

    private final GraphQlClient owner = GraphQlClient.ofThisTest();
    private final Visitor visitor = new Visitor(owner.base());
    private String test;
    private List<Call> calls;

    @BeforeEach
    void read() {
        test = "operations " + System.nanoTime();
        calls = SchemaCalls.of(owner);
    }

    @AfterEach
    void close() {
        visitor.close();
        owner.close();
    }

    @Test
    void somebody_has_decided_about_each_who_may_run_it() {
        assertThat(calls).extracting(Call::name).contains("projects", "fire", "cardChanges", "createApiToken", "probeCount");
        assertThat(calls).filteredOn(call -> !call.name().startsWith(PROBE)).allSatisfy(call -> assertThat(
                OperationRoles.isListed(call.name())).as("%s: give it a role in OperationRoles", call).isTrue());
        var operations = calls.stream().map(Call::name).toList();
        assertThat(OperationRoles.openTo(Role.ADMIN).filter(name -> !name.startsWith("__")))
                .as("listed, but no operation any more").allMatch(operations::contains);
    }

    @Test
    void nobody_runs_any_without_a_good_token() {
        var token = Visitor.created(owner, test, "ADMIN");
        Visitor.revoke(owner, token.id());
        for (var call : calls) {
            assertThat(visitor.graphql(call.text()).statusCode()).as("anonymous %s", call).isEqualTo(401);
            assertThat(visitor.graphql(call.text(), Visitor.bearer(token.value())).statusCode()).as("revoked %s", call)
                    .isEqualTo(401);
            assertThat(visitor.graphql(call.text(), "Cookie", "ringmaster_token=" + token.value()).statusCode())
                    .as("revoked cookie %s", call).isEqualTo(401);
        }
        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> as("rmt_" + "x".repeat(43)).connect());
        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> as(token.value()).connect());
    }

    @Test
    void a_foreign_page_or_name_runs_none_with_the_best_token() {
        for (var call : calls) {
            for (var foreign : List.of(List.of("Host", "evil.example"), List.of("Origin", "https://evil.example"),
                    List.of("Origin", "null"))) {
                var answer = visitor.graphql(call.text(), Visitor.bearer(owner.token(), foreign.get(0), foreign.get(1)));
                assertThat(answer.statusCode()).as("%s %s", foreign, call).isEqualTo(403);
                assertThat(answer.body()).contains("\"code\":\"FORBIDDEN\"");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "VIEWER", "OPERATOR" })
    void a_role_runs_what_it_may_over_http_and_nothing_else(Role role) {
        var token = Visitor.token(owner, test, role.name());
        for (var call : calls) {
            var answer = visitor.graphql(call.text(), Visitor.bearer(token));
            assertThat(answer.statusCode()).isEqualTo(200);
            if (role.covers(OperationRoles.of(call.name()))) {
                assertThat(answer.body()).as("%s may %s", role, call).doesNotContain("FORBIDDEN");
            } else {
                assertThat(answer.body()).as("%s may not %s", role, call).contains("\"code\":\"FORBIDDEN\"",
                        "needs the role").doesNotContain("\"data\"");
            }
        }
        assertThat(calls).anyMatch(call -> role.covers(OperationRoles.of(call.name())))
                .anyMatch(call -> !role.covers(OperationRoles.of(call.name())));
    }

    @ParameterizedTest
    @EnumSource(names = { "VIEWER", "OPERATOR" })
    void a_role_runs_what_it_may_over_websocket_and_nothing_else(Role role) {
        try (var client = as(Visitor.token(owner, test, role.name())); var feed = client.connect()) {
            feed.send("{\"type\":\"connection_init\"}");
            assertThat(feed.message().path("type").asText()).isEqualTo("connection_ack");
            for (var call : calls) {
                if (role.covers(OperationRoles.of(call.name()))) {
                    continue; // what may run is run over HTTP; here a feed would say nothing for ever
                }
                feed.send(subscription(call.name(), call.text(), Map.of()));
                var answer = feed.message();
                assertThat(answer.path("type").asText()).as("%s may not %s", role, call).isEqualTo("error");
                assertThat(answer.at("/payload/0/extensions/code").asText()).isEqualTo("FORBIDDEN");
            }
            feed.send(subscription("me", "{ me { role } }", Map.of()));
            assertThat(feed.next().at("/me/role").asText()).isEqualTo(role.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "mutation { createDemoProject { id } setBudget(input: {scope: RUN, subject: \"x\", period: TOTAL}) "
                    + "{ scope } }",
            "mutation { a: createDemoProject { id } ...F } fragment F on Mutation { b: revokeApiToken(id: \"x\") { id } }",
            "mutation { createDemoProject { id } ... on Mutation { updateDelivery(projectId: \"x\", input: {}) { imageTag } } }",
            "mutation A { createDemoProject { id } x: probeLength(input: {text: \"a\"}) }" })
    void one_field_that_is_not_allowed_keeps_all_from_running(String text) {
        var before = owner.query("{ projects { id } }").path("projects").size();
        try (var operator = as(Visitor.token(owner, test, "OPERATOR"))) {
            assertThatExceptionOfType(GraphQlFailure.class).isThrownBy(() -> operator.query(text))
                    .satisfies(failure -> assertThat(failure.codes()).containsExactly("FORBIDDEN"));
        }
        assertThat(owner.query("{ projects { id } }").path("projects").size()).isEqualTo(before);
    }

    @Test
    void what_a_directive_leaves_out_does_not_count() {
        try (var viewer = as(Visitor.token(owner, test, "VIEWER"))) {
            assertThat(viewer.query("query($no: Boolean!) { me { name } apiTokens @include(if: $no) { id } }",
                    Map.of("no", false)).at("/me/name").asText()).isEqualTo(test);
            assertThatExceptionOfType(GraphQlFailure.class).isThrownBy(() -> viewer.query(
                    "query($yes: Boolean!) { me { name } apiTokens @include(if: $yes) { id } }", Map.of("yes", true)));
        }
    }

    @Test
    void what_is_too_deep_too_wide_or_too_long_is_refused_whoever_asks() {
        var deep = "{ probeNode" + " { deeper".repeat(30) + " { number }" + " }".repeat(31);
        var wide = new StringBuilder("{");
        for (int i = 0; i <= 100; i++) {
            wide.append(" a").append(i).append(": workflow { from }");
        }
        for (var text : List.of(deep, wide + " }", "{" + " __typename".repeat(11_000) + " }",
                "{ __typename " + "#".repeat(300_000) + "\n }")) {
            assertThatExceptionOfType(GraphQlFailure.class).isThrownBy(() -> owner.query(text))
                    .satisfies(failure -> assertThat(failure.codes()).containsOnly("VALIDATION"));
        }
        try (var feed = owner.subscribe(wide + " }", Map.of())) {
            assertThat(feed.message().at("/payload/0/message").asText()).contains("too wide");
        }
    }

    @Test
    void each_role_is_told_what_it_may_run() {
        for (var role : Role.values()) {
            try (var client = as(Visitor.token(owner, test + role, role.name()))) {
                var me = client.query("{ me { name role authentication expiresAt operations } }").path("me");
                assertThat(me.path("role").asText()).isEqualTo(role.name());
                assertThat(me.path("authentication").asText()).isEqualTo("API_TOKEN");
                assertThat(me.path("operations").size()).isEqualTo((int) OperationRoles.openTo(role).count());
            }
        }
        var me = owner.query("{ me { name role authentication expiresAt } }").path("me");
        assertThat(me.toString()).isEqualTo(
                "{\"name\":\"owner\",\"role\":\"ADMIN\",\"authentication\":\"ACCESS_TOKEN\",\"expiresAt\":null}");
    }

    private GraphQlClient as(String token) {
        return new GraphQlClient(owner.base(), token);
    }
}
