package dev.ringmaster.delivery;

import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.ServerProcess;
import dev.ringmaster.testing.GraphQlClient;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;

/**
 * The built server with all that it delivers to: real git over HTTP, agents that are shell scripts, and GitHub, Argo CD, Docker
 * Hub, a cluster and a place for notifications, played with a memory. When it is closed, nobody may have been asked what its
 * own
 * description does not know, and no credential may stand in the server's log.
 */
final class DeliveryWorld implements AutoCloseable {

    static final String SECRET = "webhook-secret-0123456789";
    private static final String CLUSTER_TOKEN = "cluster-token-of-the-stand-in-0123456789";

    private static final String SETTINGS = """
            ringmaster:
              integrations:
                github: { token: "%s", url: "%s", webhook-secret: "%s", review-every: 1s }
                argocd: { token: "%s", url: "%s" }
                dockerhub: { enabled: true, url: "%s" }
                kubernetes: { enabled: true, url: "%s", token: "%s" }
              notifications: { webhook-url: "%s/hook", webhook-secret: "%s", slack-url: "%s/slack", link: "https://board.example" }
              delivery:
                poll-every: 300ms
                retry-after: 1s
                retry-login-after: 1s
                ask-after: 2s
                build-settles: 500ms
                healthy-for: 1s
                unhealthy-for: 500ms
              loop: { cooldown: 50ms, error-cooldown: 100ms }
              platforms:
                script:
                  command: [/bin/sh, -c, 'sed -n ''/^```sh$/,/^```$/p'' "$1" | sed ''/^```/d'' > "$TMPDIR/task.sh"; . "$TMPDIR/task.sh"', agent, "{promptFile}"]
              subscriptions:
                script: { platform: script, priority: 1 }
            """;

    private final Path root;
    private final GitHubStandIn github;
    private final ClusterStandIn cluster = new ClusterStandIn();
    private final ArgoCdStandIn argo;
    private final DockerHubStandIn docker = new DockerHubStandIn();
    private final List<StandIn.Request> told = new CopyOnWriteArrayList<>();
    private final StandIn listener = new StandIn() {
        @Override
        Reply answer(Request request) {
            told.add(request);
            return Reply.of(200, Map.of());
        }
    };
    private volatile ServerProcess server;
    private LoopBoard board;

    DeliveryWorld() throws IOException {
        root = Files.createTempDirectory("delivery-");
        github = new GitHubStandIn(root);
        argo = new ArgoCdStandIn(github.git(), cluster);
        var home = Files.createDirectories(root.resolve("home/rm"));
        Files.writeString(home.resolve("application.yaml"), SETTINGS.formatted(GitHubStandIn.TOKEN, github.url(), SECRET,
                ArgoCdStandIn.TOKEN, argo.url(), docker.url(), cluster.url(), CLUSTER_TOKEN, listener.url(), SECRET,
                listener.url()));
        server = ServerProcess.up(root.resolve("home")).awaitReady();
        board = board();
    }

    private LoopBoard board() throws IOException {
        return new LoopBoard(GraphQlClient.of(server.base(), root.resolve("home/rm")),
                Files.createDirectories(root.resolve("local")));
    }

    /** Ends what still runs of a test's cards, and the troubles that it made. */
    void endTest() throws IOException {
        board.close();
        board = board();
        github.limit(GitHubStandIn.Limit.RETRY_AFTER, 0);
        github.revoke(false);
        github.breakDown(false);
        github.onMerge(repository -> {
        });
    }

    /** After the server was killed. */
    void startAgain() throws IOException {
        server = ServerProcess.up(root.resolve("home")).awaitReady();
        board = board();
    }

    ServerProcess server() {
        return server;
    }

    GraphQlClient client() {
        return board.client();
    }

    GitHubStandIn github() {
        return github;
    }

    ArgoCdStandIn argo() {
        return argo;
    }

    DockerHubStandIn docker() {
        return docker;
    }

    ClusterStandIn cluster() {
        return cluster;
    }

    /** What was sent to the notifications' addresses. */
    List<StandIn.Request> told() {
        return told;
    }

    Path directory(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /** A project whose repository is at GitHub, and a card on it whose agent runs this script at each iteration. */
    LoopCard card(String name, boolean deploys, String script) throws Exception {
        return card(name, deploys, Map.of(), script);
    }

    /** @param delivery more settings of the project's delivery */
    LoopCard card(String name, boolean deploys, Map<String, ?> delivery, String script) throws Exception {
        var repository = board.repository(name);
        github.git().create("acme/" + name, repository);
        if (deploys) {
            argo.create(name);
        }
        var url = "https://127.0.0.1:" + github.url().getPort() + "/acme/" + name + ".git";
        var project = board.project(repository, Map.of("repositoryUrl", url, "buildEnabled", true, "deployEnabled", deploys,
                "autoApproveReview", true, "mergeOnCompletion", true));
        var settings = new HashMap<String, Object>(delivery);
        if (deploys) {
            settings.putAll(Map.of("application", name, "image", "acme/" + name, "waitForImage", true, "rollBack", true,
                    "namespace", ClusterStandIn.NAMESPACE, "selector", "app=" + name));
        }
        client().query("mutation($id: ID!, $input: DeliveryInput!) "
                + "{ updateDelivery(projectId: $id, input: $input) { application } }",
                Map.of("id", project, "input", settings));
        return cardOf(project, script);
    }

    /** Another card of a project. */
    LoopCard cardOf(String project, String script) {
        return board.card(project, "Run this:\n\n```sh\n" + script + "\necho '<promise>COMPLETE</promise>'\n```\n",
                Map.of("acceptanceCriteria", List.of("It says hello")));
    }

    String pullRequest(LoopCard card) {
        return client().query("query($id: ID!) { card(id: $id) { pullRequestUrl } }", Map.of("id", card.id()))
                .path("card").path("pullRequestUrl").asText();
    }

    String project(LoopCard card) {
        return client().query("query($id: ID!) { card(id: $id) { projectId } }", Map.of("id", card.id())).path("card")
                .path("projectId").asText();
    }

    /** Newest first: what the card's checkpoints were saved before, {@code null} for those at an iteration's end. */
    List<String> checkpoints(LoopCard card) {
        return texts(client().query("query($id: ID!) { card(id: $id) { checkpoints { operation } } }", Map.of("id", card.id()))
                .path("card").path("checkpoints"), "operation");
    }

    /** The states that a card went through. */
    static List<String> way(JsonNode card) {
        return texts(card.path("transitions"), "to");
    }

    @Override
    public void close() throws Exception {
        board.close();
        server.stop();
        List.of(github, argo, docker, listener).forEach(StandIn::close);
        cluster.close();
        assertThat(github.faults).isEmpty();
        assertThat(argo.faults).isEmpty();
        assertThat(docker.faults).isEmpty();
        assertThat(server.log()).doesNotContain(GitHubStandIn.TOKEN, ArgoCdStandIn.TOKEN, SECRET, CLUSTER_TOKEN);
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
