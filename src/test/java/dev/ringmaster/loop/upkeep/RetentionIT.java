package dev.ringmaster.loop.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.runner.ProcessSpec;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.runner.Runner.Status.Phase;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.GraphQlClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** What is deleted after its time, what is not, and what a reader sees of it. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(RetentionIT.Forgetful.class)
class RetentionIT {

    private static final int EVENTS_KEPT = 8;
    private static final String EVENTS = "subscription($run: ID!) { runEvents(runId: $run, after: 0) { seq kind text } }";

    @Inject
    Pool pool;

    @Inject
    Retention retention;

    @Inject
    RingmasterConfig config;

    @Inject
    Runner runner;

    private GraphQlClient client;
    private String project;

    /** Keeps little; its agent prints a numbered line every 100 ms until the file named in its prompt is there. */
    public static final class Forgetful implements QuarkusTestProfile {

        private static final String AGENT = """
                release=$(grep -o '/.*/release' "$1"); n=0
                while [ ! -e "$release" ]; do n=$((n + 1)); echo "line $n"; sleep 0.1; done
                echo done > done.txt; echo '<promise>COMPLETE</promise>'""";

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ringmaster.platforms.printer.command[0]", "/bin/sh",
                    "ringmaster.platforms.printer.command[1]", "-c", "ringmaster.platforms.printer.command[2]", AGENT,
                    "ringmaster.platforms.printer.command[3]", "agent",
                    "ringmaster.platforms.printer.command[4]", "{promptFile}",
                    "ringmaster.subscriptions.printer.platform", "printer",
                    "ringmaster.retention.journal-events-per-run", Integer.toString(EVENTS_KEPT),
                    "ringmaster.retention.journal", "1h", "ringmaster.retention.spool", "1h",
                    "ringmaster.retention.spool-size", "1K");
        }
    }

    @BeforeEach
    void connect(@TempDir Path repository) throws Exception {
        client = GraphQlClient.ofThisTest();
        project = client.query("mutation($input: ProjectInput!) { createProject(input: $input) { id } }", Map.of("input",
                Map.of("name", "Retention", "repositoryPath", GitRepository.create(repository, "main"))))
                .at("/createProject/id").asText();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void a_long_run_keeps_its_newest_rows_and_a_reader_sees_the_gap_and_goes_on(@TempDir Path marks) throws Exception {
        var run = running(marks);
        patiently().until(() -> number("select last_seq from run where id = $1", run) > 3 * EVENTS_KEPT);

        await(retention.tidyNow());

        try (var feed = client.subscribe(EVENTS, Map.of("run", run))) {
            var first = feed.next().path("runEvents");
            assertThat(first.path(0).path("kind").asText()).isEqualTo("GAP");
            assertThat(first.path(0).path("seq").asLong()).isEqualTo(1);
            assertThat(first.path(0).path("text").asText()).contains("deleted by retention");
            long seq = first.path(1).path("seq").asLong() - 1;
            assertThat(seq).isGreaterThan(EVENTS_KEPT);
            Files.createFile(marks.resolve("release"));
            seq = follow(first, 1, seq);
            for (JsonNode message = feed.message(); message.path("type").asText().equals("next"); message = feed.message()) {
                seq = follow(message.at("/payload/data/runEvents"), 0, seq);
            }
            assertThat(seq).isEqualTo(number("select last_seq from run where id = $1", run));
        }
    }

    @Test
    void what_ended_long_ago_goes_and_what_is_young_or_runs_stays(@TempDir Path marks, @TempDir Path otherMarks)
            throws Exception {
        var old = finished(marks);
        var young = finished(marks);
        var under = running(otherMarks);
        age(old);

        await(retention.tidyNow());

        assertThat(number("select count(*) from run_event where run_id = $1", old)).isZero();
        assertThat(number("select count(*) from run_event where run_id = $1", young)).isPositive();
        assertThat(spool(old)).doesNotExist();
        assertThat(spool(young)).exists();
        assertThat(spool(under)).exists();
        assertThat(number("select count(*) from iteration where run_id = $1 and spool_discarded", old)).isEqualTo(1);
        try (var feed = client.subscribe(EVENTS, Map.of("run", old))) {
            var events = feed.next().path("runEvents");
            assertThat(events).hasSize(1);
            assertThat(events.path(0).path("kind").asText()).isEqualTo("GAP");
            assertThat(feed.message().path("type").asText()).isEqualTo("complete");
        }
        Files.createFile(otherMarks.resolve("release"));
        patiently().until(() -> number("select count(*) from run where id = $1 and state = 'FINISHED'", under) == 1);
    }

    @Test
    void beyond_the_size_for_all_the_oldest_spools_go(@TempDir Path marks) throws Exception {
        var older = finished(marks);
        var newer = finished(marks);
        await(pool.preparedQuery("update iteration set stdout_offset = 1000 where run_id = any ($1)")
                .execute(Tuple.of(new UUID[] { older, newer })));

        await(retention.tidyNow());

        assertThat(spool(older)).doesNotExist();
        assertThat(spool(newer)).exists();
        assertThat(number("select count(*) from run_event where run_id = $1", older)).isPositive();
    }

    @Test
    void what_no_iteration_knows_goes_when_it_is_old_and_has_ended(@TempDir Path directory) throws Exception {
        var old = command(directory, "true");
        var young = command(directory, "true");
        var alive = command(directory, "sleep 600");
        patiently().until(() -> Stream.of(old, young).allMatch(name -> phase(name) == Phase.EXITED));
        for (var name : List.of(old, alive)) {
            patiently().until(() -> !Files.exists(spool(name).resolve("requested")));
            for (var part : List.of("stdout", "stderr", "")) {
                Files.setLastModifiedTime(spool(name).resolve(part), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
            }
        }

        await(retention.tidyNow());

        assertThat(spool(old)).doesNotExist();
        assertThat(spool(young)).exists();
        assertThat(spool(alive)).exists();
        runner.stop(runner.handleFor(alive), Duration.ZERO);
    }

    /** Another server has it on its own disk, and deletes it there. */
    @Test
    void what_lies_on_another_machine_is_not_taken_for_deleted(@TempDir Path marks) throws Exception {
        var run = finished(marks);
        age(run);
        await(pool.preparedQuery("update iteration set runner_handle = 'local:elsewhere-' || run_id where run_id = $1")
                .execute(Tuple.of(run)));

        await(retention.tidyNow());

        assertThat(number("select count(*) from iteration where run_id = $1 and spool_discarded", run)).isZero();
    }

    /** As a project's command that a crash has cut off from its server. */
    private String command(Path directory, String line) {
        var name = "check-" + UUID.randomUUID() + "-1-e1";
        runner.start(new ProcessSpec(name, name, 1, directory, List.of("sh", "-c", line), Map.of("PATH", "/usr/bin:/bin"),
                Map.of(), ""));
        return name;
    }

    private Phase phase(String name) {
        return runner.status(runner.handleFor(name)).phase();
    }

    private static long follow(JsonNode events, int from, long seq) {
        long last = seq;
        for (int i = from; i < events.size(); i++) {
            assertThat(events.path(i).path("seq").asLong()).isEqualTo(++last);
        }
        return last;
    }

    private UUID finished(Path marks) throws Exception {
        if (!Files.exists(marks.resolve("release"))) {
            Files.createFile(marks.resolve("release"));
        }
        var run = running(marks);
        patiently().until(() -> number("select count(*) from run where id = $1 and state = 'FINISHED'", run) == 1);
        return run;
    }

    private UUID running(Path marks) {
        var card = client.query("mutation($input: CardInput!) { createCard(input: $input) { id } }", Map.of("input",
                Map.of("projectId", project, "title", "Print", "taskPrompt", "Print lines until there is " + marks + "/release",
                        "subscription", "printer")))
                .at("/createCard/id").asText();
        client.query("mutation($card: ID!) { fire(cardId: $card, trigger: START_CODING) { id } }", Map.of("card", card));
        var runs = "select count(*) from run r join iteration i on i.run_id = r.id where card_id = $1 and runner_handle <> ''";
        patiently().until(() -> number(runs, UUID.fromString(card)) == 1);
        return await(pool.preparedQuery("select id from run where card_id = $1").execute(Tuple.of(UUID.fromString(card))))
                .iterator().next().getUUID("id");
    }

    /** As if it had ended two hours ago. */
    private void age(UUID run) {
        await(pool.preparedQuery("update run set ended_at = now() - interval '2 hours' where id = $1").execute(Tuple.of(run)));
        await(pool.preparedQuery("update iteration set ended_at = now() - interval '2 hours' where run_id = $1")
                .execute(Tuple.of(run)));
    }

    private Path spool(UUID run) {
        var handle = await(pool.preparedQuery("select runner_handle from iteration where run_id = $1").execute(Tuple.of(run)))
                .iterator().next().getString(0);
        return spool(handle.replaceFirst("^local:", ""));
    }

    private Path spool(String name) {
        return config.home().resolve("spool/runs").resolve(name);
    }

    private long number(String sql, UUID id) {
        return await(pool.preparedQuery(sql).execute(Tuple.of(id))).iterator().next().getLong(0);
    }

    private static <T> T await(io.smallrye.mutiny.Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private static ConditionFactory patiently() {
        return org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }
}
