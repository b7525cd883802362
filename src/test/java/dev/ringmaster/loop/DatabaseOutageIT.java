package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.processesOf;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The database goes away in the middle of a run: the agent lives on, and of what it says nothing is lost or doubled. */
@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
@TestProfile(ScriptedAgentsProfile.class)
class DatabaseOutageIT {

    private static final int LINES_A_SECOND = 10;

    private final LoopBoard board = LoopBoard.ofThisTest();
    private final Path starts = board.directory().resolve("starts");
    private final Path count = board.directory().resolve("count");
    private final Path gate = board.directory().resolve("gate");
    private List<ProcessHandle> frozen = List.of();

    @AfterEach
    void end() throws Exception {
        signal("CONT", frozen);
        board.close();
    }

    @Test
    void a_database_that_hangs_for_half_a_minute_costs_nothing() throws Exception {
        var card = counting();
        frozen = postgres();

        // The postmaster first, so that nothing new appears behind it.
        signal("STOP", frozen);
        agentGoesOnFor(Duration.ofSeconds(32));
        signal("CONT", frozen.reversed());

        assertNothingLost(card);
    }

    @Test
    void a_database_that_dies_again_and_again_costs_nothing() throws Exception {
        var card = counting();

        for (int i = 0; i < 3; i++) {
            var postmaster = postgres().getFirst();
            signal("QUIT", List.of(postmaster));
            Awaitility.await("the database's end").atMost(LoopCard.PATIENCE).until(() -> postmaster.pid() != postmasterPid());
            agentGoesOnFor(Duration.ofSeconds(4));
            awaitAnswer(card);
        }

        assertNothingLost(card);
    }

    /** A card whose agent prints numbered lines until the gate opens. */
    private LoopCard counting() throws Exception {
        var card = board.onlyCard(task("""
                echo $$ >> STARTS
                i=0
                while [ ! -e GATE ]; do echo "line $i"; echo $i > COUNT; i=$((i + 1)); sleep 0.1; done
                echo "last line $i"; echo hello > hello.txt; echo '<promise>COMPLETE</promise>'"""
                .replace("STARTS", starts.toString()).replace("GATE", gate.toString()).replace("COUNT", count.toString())),
                Map.of(), Map.of());
        card.fire("START_CODING");
        card.await("the first lines", now -> newestRun(now).path("lastSeq").asLong() > 2);
        return card;
    }

    private void assertNothingLost(LoopCard card) throws IOException {
        awaitAnswer(card);
        Files.createFile(gate);

        Awaitility.await("the card's review").atMost(LoopCard.PATIENCE).ignoreExceptions()
                .until(() -> card.now().path("state").asText().equals("CODE_REVIEW"));
        var done = card.now();
        var run = newestRun(done);
        assertThat(done.path("runs")).hasSize(1);
        assertThat(texts(run.path("iterations"), "outcome")).containsExactly("COMPLETED");
        assertThat(Files.readAllLines(starts)).as("agents started").hasSize(1);
        var events = card.events(run.path("id").asText());
        assertThat(events).extracting(event -> event.path("seq").asLong())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, events.size()).mapToObj(seq -> (long) seq).toList());
        int last = Integer.parseInt(Files.readString(count).strip());
        assertThat(last).isGreaterThan(60);
        var expected = new ArrayList<>(IntStream.rangeClosed(0, last).mapToObj(i -> "line " + i).toList());
        expected.addAll(List.of("last line " + (last + 1), "<promise>COMPLETE</promise>"));
        assertThat(said(events)).containsExactlyElementsOf(expected);
        assertThat(processesOf(run.path("id").asText())).isEmpty();
    }

    private static List<String> said(List<JsonNode> events) {
        return events.stream().filter(event -> event.path("kind").asText().equals("ASSISTANT_TEXT"))
                .flatMap(event -> Stream.of(event.path("text").asText().split("\n", -1))).toList();
    }

    /** Waits until the agent has printed what takes it at least so long. */
    private void agentGoesOnFor(Duration time) throws IOException {
        int until = printed() + (int) time.toSeconds() * LINES_A_SECOND;
        Awaitility.await("the agent's lines").atMost(time.multipliedBy(4)).until(() -> printed() >= until);
    }

    /** Read while it is written, so it may be empty for a moment. */
    private int printed() throws IOException {
        var text = Files.readString(count).strip();
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static void awaitAnswer(LoopCard card) {
        Awaitility.await("the server's answer").atMost(LoopCard.PATIENCE).ignoreExceptions()
                .until(() -> card.now().path("state").asText().equals("CODING"));
    }

    /** The postmaster of the server under test, then its children. */
    private static List<ProcessHandle> postgres() {
        var postmaster = ProcessHandle.of(postmasterPid()).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    /** 0 while there is none. */
    private static long postmasterPid() {
        var home = ConfigProvider.getConfig().getValue("ringmaster.home", Path.class);
        try {
            return Long.parseLong(Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).getFirst().strip());
        } catch (IOException gone) {
            return 0;
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) throws InterruptedException {
        var pids = processes.stream().filter(ProcessHandle::isAlive).map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(" "));
        if (!pids.isEmpty()) {
            try {
                new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pids).start().waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
