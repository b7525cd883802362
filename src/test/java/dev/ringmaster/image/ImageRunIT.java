package dev.ringmaster.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.ringmaster.support.postgres.EmbeddedPostgres;
import dev.ringmaster.support.postgres.TestHome;
import dev.ringmaster.testing.GraphQlClient;

/** The image at work, unpacked and read-only, as the user it names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageRunIT {

    /** With it the JVM does not start when it cannot use the cache that was made for it. */
    private static final Map<String, String> CACHE_OR_NOTHING = Map.of("RINGMASTER_JAVA_OPTS", "-XX:AOTMode=on");

    private final TestHome outside = new TestHome();
    private final Path directory = temporary();
    private final Path root = directory.resolve("root");
    private ImageTarball image;

    @BeforeAll
    void unpack() throws Exception {
        image = BuiltImages.open("");
        image.unpack(root);
    }

    @AfterAll
    void clean() throws Exception {
        outside.close();
        // What the image's user has made, an ordinary user may not delete by himself where its directories are closed.
        new ProcessBuilder("rm", "-rf", directory.toString()).inheritIO().start().waitFor();
    }

    @Test
    void a_card_is_worked_on_with_a_database_outside() throws Exception {
        try (var postgres = EmbeddedPostgres.start(outside.path())) {
            var address = postgres.address();
            var database = new HashMap<>(CACHE_OR_NOTHING);
            database.putAll(Map.of("QUARKUS_DATASOURCE_REACTIVE_URL", address.reactiveUrl(), "QUARKUS_DATASOURCE_USERNAME",
                    String.valueOf(address.username()), "QUARKUS_DATASOURCE_PASSWORD", String.valueOf(address.password())));
            Path home = home("outside");
            readyAfter(home, database);

            try (var server = ImageContainer.run(image, root, home, database).awaitReady();
                    var client = new GraphQlClient(server.base(), ImageContainer.TOKEN)) {
                assertThat(server.user()).matches("Uid:(\\s+" + expectedUser() + "){4}");
                completeDemoCard(client);
                assertThat(server.log()).doesNotContain("ERROR", "[warning]");

                assertThat(server.stop()).isEqualTo(143);
            }
            assertThat(files(home)).doesNotContain("postgres").contains("worktrees", "spool", "demo");
        }
    }

    @Test
    void a_trial_brings_its_own_database() throws Exception {
        Path home = home("trial");
        try (var server = ImageContainer.run(image, root, home, CACHE_OR_NOTHING).awaitReady()) {
            assertThat(files(home)).contains("postgres");
            assertThat(server.stop()).isEqualTo(143);
        }
        assertThat(home.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void the_doctor_finds_what_the_server_needs() throws Exception {
        try (var doctor = ImageContainer.run(image, root, home("doctor"), Map.of(), "doctor")) {
            doctor.awaitEnd();

            assertThat(doctor.log()).contains("ok       java", "ok       git", "/var/lib/ringmaster");
            assertThat(doctor.log().lines().filter(line -> line.startsWith("broken"))).allMatch(
                    line -> line.contains("default") || line.contains("claude-code"));
        }
    }

    /** Says how quickly it is ready on a home and a database that it has seen before, which is what an update waits for. */
    private void readyAfter(Path home, Map<String, String> database) throws Exception {
        try (var first = ImageContainer.run(image, root, home, database).awaitReady()) {
            first.stop();
        }
        var without = new HashMap<>(database);
        without.put("RINGMASTER_JAVA_OPTS", "-XX:AOTMode=off");
        System.out.printf("image: ready after %d ms, without the cache of its start after %d ms%n", millis(home, database),
                millis(home, without));
    }

    private long millis(Path home, Map<String, String> settings) throws Exception {
        long start = System.nanoTime();
        try (var server = ImageContainer.run(image, root, home, settings).awaitReady()) {
            long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
            server.stop();
            return took;
        }
    }

    private static void completeDemoCard(GraphQlClient client) {
        var project = client.query("mutation { createDemoProject { id } }").at("/createDemoProject/id").asText();
        var card = client.query("query($project: ID!) { cards(projectId: $project, first: 1) { items { id } } }",
                Map.of("project", project)).at("/cards/items/0/id").asText();
        fire(client, card, "START_CODING");
        awaitState(client, card, "CODE_REVIEW");
        fire(client, card, "APPROVE_REVIEW");
        awaitState(client, card, "COMPLETED");
    }

    private static void fire(GraphQlClient client, String card, String trigger) {
        client.query("mutation($card: ID!) { fire(cardId: $card, trigger: " + trigger + ") { id } }", Map.of("card", card));
    }

    private static void awaitState(GraphQlClient client, String card, String state) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> client.query(
                "query($card: ID!) { card(id: $card) { state } }", Map.of("card", card)).at("/card/state").asText()
                .equals(state));
    }

    /** A volume as a cluster gives it: empty, and the image's user may write to it. */
    private Path home(String name) throws IOException, InterruptedException {
        Path home = Files.createDirectories(directory.resolve(name));
        if (ImageContainer.ROOT) {
            assertThat(new ProcessBuilder("chown", "10001:10001", home.toString()).inheritIO().start().waitFor()).isZero();
        }
        return home;
    }

    private static String expectedUser() {
        return ImageContainer.ROOT ? "10001" : "\\d+";
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("ringmaster-image").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
