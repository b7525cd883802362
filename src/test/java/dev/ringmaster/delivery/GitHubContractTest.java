package dev.ringmaster.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.delivery.failure.LogTail;
import dev.ringmaster.delivery.github.GitHub;
import dev.ringmaster.delivery.github.RepositoryName;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.IntegrationException.Kind;
import io.smallrye.mutiny.Uni;

/** What our client asks is what GitHub describes, and what GitHub gives as examples is understood. */
class GitHubContractTest {

    private static final RepositoryName REPOSITORY = new RepositoryName("octocat", "Hello-World");
    private static final String SHA = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final String CHECKED = "ce587453ced02b1526dfb4cb910479d431683101";
    private static final String TOKEN = "a-token-that-nobody-may-see";

    private final ApiDescription description = ApiDescription.of("github");
    private Function<StandIn.Request, StandIn.Reply> script = this::example;
    private final StandIn server = new StandIn() {
        @Override
        Reply answer(Request request) {
            if (request.path().equals("/log")) {
                assertThat(request.header("Authorization")).as("the token goes to GitHub only").isEmpty();
                return Reply.of(200, "first\nerror: it broke\n");
            }
            faults.addAll(description.faults(request.method(), path(request), request.query(), request.body()));
            assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
            assertThat(request.header("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
            return script.apply(request);
        }
    };
    private final Clients clients = new Clients(Map.of("ringmaster.integrations.github.token", TOKEN,
            "ringmaster.integrations.github.url", server.url().toString()));
    private final GitHub github = clients.hub.github().orElseThrow();

    private static String path(StandIn.Request request) {
        assertThat(request.path()).startsWith("/api/v3/");
        return request.path().substring("/api/v3".length());
    }

    private StandIn.Reply example(StandIn.Request request) {
        var example = description.example(description.find(request.method(), path(request)).orElseThrow());
        return example.getKey() == 204 ? StandIn.Reply.empty(204) : StandIn.Reply.of(example.getKey(), example.getValue());
    }

    @AfterEach
    void close() {
        clients.close();
        server.close();
        assertThat(server.faults).isEmpty();
        assertThat(server.requests).isNotEmpty();
    }

    private static <T> T of(Uni<T> uni) {
        return Calls.await(uni);
    }

    /** By the names of the client's methods: a new one without a place here fails the test below. */
    private final Map<String, Supplier<Uni<?>>> calls = Map.ofEntries(
            Map.entry("probe", github::probe),
            Map.entry("openPullRequest", () -> github.openPullRequest(REPOSITORY, "new-topic", "main")),
            Map.entry("pullRequest", () -> github.pullRequest(REPOSITORY, 1347)),
            Map.entry("createPullRequest",
                    () -> github.createPullRequest(REPOSITORY, "A title", "A body", "new-topic", "main")),
            Map.entry("updatePullRequest", () -> github.updatePullRequest(REPOSITORY, 1347, "A title", "A body")),
            Map.entry("merge", () -> github.merge(REPOSITORY, 1347, "rebase", "A title", SHA)),
            Map.entry("reviews", () -> github.reviews(REPOSITORY, 12)),
            Map.entry("reviewComments", () -> github.reviewComments(REPOSITORY, 12)),
            Map.entry("conversation", () -> github.conversation(REPOSITORY, 12)),
            Map.entry("checkRuns", () -> github.checkRuns(REPOSITORY, CHECKED)),
            Map.entry("status", () -> github.status(REPOSITORY, SHA)),
            Map.entry("workflowRuns", () -> github.workflowRuns(REPOSITORY, SHA)),
            Map.entry("dispatch", () -> github.dispatch(REPOSITORY, "build.yml", "ringmaster/1-hello")),
            Map.entry("jobs", () -> github.jobs(REPOSITORY, 29679449)),
            Map.entry("rerunFailed", () -> github.rerunFailed(REPOSITORY, 29679449)),
            Map.entry("log", () -> github.log(REPOSITORY, 7, new LogTail())));

    @Test
    void every_call_of_the_client_is_one_that_github_describes_and_its_example_is_understood() {
        script = request -> request.path().endsWith("/logs")
                ? new StandIn.Reply(302, null, Map.of("Location", server.url() + "/log"))
                : example(request);
        assertThat(calls.keySet()).isEqualTo(Calls.of(GitHub.class));

        calls.values().forEach(call -> of(call.get()));

        assertThat(server.requests.stream().filter(request -> !request.path().equals("/log")).map(request -> request.method()
                + " " + description.find(request.method(), path(request)).orElseThrow().template()).distinct())
                .containsExactlyInAnyOrderElementsOf(description.operations());
    }

    @Test
    void pull_requests() {
        assertThat(of(github.openPullRequest(REPOSITORY, "new-topic", "main")).orElseThrow().number()).isEqualTo(1347);
        assertThat(of(github.pullRequest(REPOSITORY, 1347)).head().sha()).isEqualTo(SHA);
        assertThat(of(github.createPullRequest(REPOSITORY, "A title", "A body", "new-topic", "main")).htmlUrl())
                .isEqualTo("https://github.com/octocat/Hello-World/pull/1347");
        assertThat(of(github.updatePullRequest(REPOSITORY, 1347, "A title", "A body")).state()).isEqualTo("open");
        assertThat(of(github.merge(REPOSITORY, 1347, "squash", "A title", SHA))).isEqualTo(SHA);
    }

    @Test
    void what_is_said_about_them() {
        var review = of(github.reviews(REPOSITORY, 12)).getFirst();
        assertThat(review.author()).isEqualTo("octocat");
        assertThat(review.fromCollaborator()).isTrue();
        assertThat(review.state()).isEqualTo("APPROVED");
        var comment = of(github.reviewComments(REPOSITORY, 12)).getFirst();
        assertThat(comment.path()).isEqualTo("file1.txt");
        assertThat(comment.line()).isEqualTo(2);
        assertThat(comment.fromCollaborator()).isFalse();
        assertThat(of(github.conversation(REPOSITORY, 12)).getFirst().body()).isEqualTo("Me too");
    }

    @Test
    void builds() {
        assertThat(of(github.checkRuns(REPOSITORY, CHECKED))).singleElement()
                .satisfies(check -> assertThat(check.name()).isEqualTo("mighty_readme"));
        assertThat(of(github.checkRuns(REPOSITORY, SHA))).as("another commit's do not count").isEmpty();
        assertThat(of(github.status(REPOSITORY, SHA)).statuses()).extracting(context -> context.context())
                .containsExactly("continuous-integration/jenkins", "security/brakeman");
        assertThat(of(github.workflowRuns(REPOSITORY, "acb5820ced9479c074f688cc328bf03f341a511d"))).singleElement()
                .satisfies(run -> assertThat(run.isOf("build.yml")).isTrue());
        assertThat(of(github.jobs(REPOSITORY, 29679449))).singleElement()
                .satisfies(job -> assertThat(job.steps()).hasSize(10));
        of(github.dispatch(REPOSITORY, "build.yml", "ringmaster/1-hello"));
        of(github.rerunFailed(REPOSITORY, 29679449));
        assertThat(of(clients.hub.github().orElseThrow().probe())).contains("4999 of 5000");
    }

    @Test
    void logs_are_read_from_elsewhere_without_the_token() {
        script = request -> new StandIn.Reply(302, null, Map.of("Location", server.url() + "/log"));

        assertThat(of(github.log(REPOSITORY, 7, new LogTail())).excerpt(100)).isEqualTo("first\nerror: it broke");
    }

    @Test
    void all_pages_are_read_and_what_has_not_changed_is_not_read_again() {
        script = request -> {
            if (request.header("If-None-Match").equals("\"one\"")) {
                return StandIn.Reply.empty(304);
            }
            var first = !request.query().contains("page=2");
            var headers = first ? Map.of("ETag", "\"one\"", "Link", "<" + server.url() + request.path()
                    + "?per_page=100&page=2>; rel=\"next\", <" + server.url() + request.path() + "?page=2>; rel=\"last\"")
                    : Map.of("Link", "<https://elsewhere.example/repos/x/y/issues/1/comments?page=3>; rel=\"next\"");
            var body = ApiDescription.JSON.valueToTree(List.of(Map.of("id", first ? 1 : 2, "body", "words")));
            return new StandIn.Reply(200, body, headers);
        };

        assertThat(of(github.conversation(REPOSITORY, 1))).extracting(comment -> comment.id()).containsExactly(1L, 2L);
        assertThat(of(github.conversation(REPOSITORY, 1))).extracting(comment -> comment.id()).containsExactly(1L, 2L);
        assertThat(server.requests).hasSize(4).allSatisfy(request -> assertThat(request.path()).contains("/comments"));
        assertThat(server.requests.get(2).header("If-None-Match")).isEqualTo("\"one\"");
    }

    @Test
    void nothing_is_asked_before_the_time_that_a_limit_gave() {
        script = request -> new StandIn.Reply(429, null, Map.of("Retry-After", "120"));

        assertThatThrownBy(() -> of(github.pullRequest(REPOSITORY, 1))).isInstanceOfSatisfying(IntegrationException.class,
                limited -> {
                    assertThat(limited.kind()).isEqualTo(Kind.LIMITED);
                    assertThat(limited.retryAt()).isBetween(Instant.now().plusSeconds(100), Instant.now().plusSeconds(130));
                });
        assertThatThrownBy(() -> of(github.pullRequest(REPOSITORY, 1))).isInstanceOfSatisfying(IntegrationException.class,
                limited -> assertThat(limited.kind()).isEqualTo(Kind.LIMITED));
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void the_end_of_the_hours_requests_is_waited_for_until_the_hour_is_over() {
        var reset = Instant.now().plusSeconds(300).getEpochSecond();
        script = request -> new StandIn.Reply(403,
                ApiDescription.JSON.valueToTree(Map.of("message", "API rate limit exceeded")),
                Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", Long.toString(reset)));

        assertThatThrownBy(() -> of(github.pullRequest(REPOSITORY, 1))).isInstanceOfSatisfying(IntegrationException.class,
                limited -> {
                    assertThat(limited.kind()).isEqualTo(Kind.LIMITED);
                    assertThat(limited.retryAt()).isEqualTo(Instant.ofEpochSecond(reset + 1));
                });
        assertThatThrownBy(() -> of(github.merge(REPOSITORY, 1, "merge", "A title", SHA)))
                .isInstanceOf(IntegrationException.class).hasMessageContaining("limits how often");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void a_secondary_limit_without_a_time_is_kept_for_a_minute_and_a_plain_refusal_is_none() {
        script = request -> StandIn.Reply.of(403, Map.of("message", "You have exceeded a secondary rate limit."));
        assertThatThrownBy(() -> of(github.pullRequest(REPOSITORY, 1))).isInstanceOfSatisfying(IntegrationException.class,
                limited -> assertThat(limited.retryAt()).isAfter(Instant.now().plusSeconds(40)));

        try (var others = new Clients(Map.of("ringmaster.integrations.github.token", TOKEN,
                "ringmaster.integrations.github.url", server.url().toString()))) {
            script = request -> StandIn.Reply.of(403, Map.of("message", "Resource not accessible by personal access token"));
            var other = others.hub.github().orElseThrow();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> of(other.pullRequest(REPOSITORY, 1))).isInstanceOfSatisfying(
                        IntegrationException.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.REFUSED));
            }
        }
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void what_a_refusal_says_is_told_without_the_token() {
        script = request -> StandIn.Reply.of(401, Map.of("message", "Bad credentials"));

        assertThatThrownBy(() -> of(github.pullRequest(REPOSITORY, 1))).isInstanceOfSatisfying(IntegrationException.class,
                refused -> assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED)).hasMessageContaining("Bad credentials")
                .hasMessageNotContaining(TOKEN);
    }
}
