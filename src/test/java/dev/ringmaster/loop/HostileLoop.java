package dev.ringmaster.loop;

import static dev.ringmaster.testing.LoopCard.newestRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.HostileRepository;
import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.ModelServer;
import dev.ringmaster.testing.RealAgent;

/** Cards on repositories that try everything, with every real agent: nothing of it is executed, and nothing leaks. */
abstract class HostileLoop {

    /** Those that have no option against a repository's settings. */
    private static final Set<RealAgent> REFUSING = Set.of(RealAgent.GEMINI, RealAgent.OPENCODE, RealAgent.AIDER);

    private ModelServer model;
    private ModelServer thief;
    private LoopBoard board;

    @BeforeEach
    void start() throws Exception {
        model = RealAgentsProfile.startModel();
        thief = ModelServer.start();
        board = LoopBoard.ofThisTest();
        for (var directory : new Path[] { HostileProfile.marks(), HostileProfile.programs() }) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).filter(file -> !file.equals(directory)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @AfterEach
    void end() {
        board.close();
        model.close();
        thief.close();
    }

    /** Whether agents are in a sandbox here. */
    abstract boolean sandboxed();

    @Test
    void theServerSaysWhetherThereIsASandbox() {
        var sandbox = board.client().query("{ sandbox { active message } }").path("sandbox");
        assumeTrue(sandbox.path("active").asBoolean() || ConfigProvider.getConfig()
                .getValue("ringmaster.sandbox.mode", String.class).equals("off"), sandbox.path("message").asText());

        assertThat(sandbox.path("active").asBoolean()).isEqualTo(sandboxed());
        assertThat(sandbox.path("message").asText()).contains(sandboxed() ? "in a sandbox" : "No sandbox");
    }

    private HostileRepository repository(RealAgent agent) throws Exception {
        return new HostileRepository(board.repository("hostile-" + agent.platform()), HostileProfile.marks());
    }

    @ParameterizedTest
    @EnumSource
    void whatTheRepositoryHoldsForTheCliIsNotObeyed(RealAgent agent) throws Exception {
        agent.orSkip();
        var hostile = repository(agent).withNames().withSettings(thief.baseUrl()).withGitTraps();
        var card = board.card(board.project(hostile.path(), Map.of("checkCommand", "true")), "Write hello.txt",
                Map.of("subscription", agent.platform(), "limits", Map.of("maxIterations", 1)));
        agent.work(agent == RealAgent.AIDER ? Path.of("hello.txt") : worktree(card), "Hello\n").forEach(model::then);

        card.fire("START_CODING");

        if (REFUSING.contains(agent)) {
            assertThat(refusal(card)).contains("trust");
        } else {
            reviewed(card);
        }
        nothingHappened(hostile, card);
    }

    /** It follows links when it reads instructions, which it does by itself. */
    @Test
    void geminiIsNotStartedBesideAnInstructionThatLeadsOutOfTheTree() throws Exception {
        RealAgent.GEMINI.orSkip();
        var hostile = repository(RealAgent.GEMINI).withNames();
        var card = board.card(board.project(hostile.path(), Map.of("checkCommand", "true")), "Write hello.txt",
                Map.of("subscription", RealAgent.GEMINI.platform(), "limits", Map.of("maxIterations", 1)));

        card.fire("START_CODING");

        assertThat(refusal(card)).contains("./GEMINI.md is a link", "trust");
        nothingHappened(hostile, card);
    }

    private String refusal(LoopCard card) {
        var refused = card.await("a refusal", now -> newestRun(now).path("iterations").size() > 0
                && newestRun(now).path("iterations").get(0).path("message").asText().contains("Not started"));
        assertThat(model.requests()).isEmpty();
        return newestRun(refused).path("iterations").get(0).path("message").asText();
    }

    @ParameterizedTest
    @EnumSource
    void linksNamesAndGitsSettingsAreOfNoUse(RealAgent agent) throws Exception {
        agent.orSkip();
        var hostile = repository(agent).withNames();
        if (agent == RealAgent.GEMINI) {
            GitRepository.git(hostile.path(), "rm", "-q", "GEMINI.md");
            GitRepository.git(hostile.path(), "commit", "-q", "-m", "without what it would not start beside");
        }
        hostile.withGitTraps();
        var card = board.card(board.project(hostile.path(), Map.of("checkCommand", "cat hello.txt")), "Write hello.txt",
                Map.of("subscription", agent.platform()));
        if (agent.hasTools()) {
            model.then(ModelReply.bash("git status --short; git diff HEAD | head -5; git log -1 | head -3"));
        }
        agent.work(agent == RealAgent.AIDER ? Path.of("hello.txt") : worktree(card), "Hello\n").forEach(model::then);

        card.fire("START_CODING");

        reviewed(card);
        card.fire("APPROVE_REVIEW");
        card.awaitState("COMPLETED");
        nothingHappened(hostile, card);
    }

    /** What the card's worktree will be. */
    private Path worktree(LoopCard card) {
        var home = ConfigProvider.getConfig().getValue("ringmaster.home", Path.class).toAbsolutePath();
        var project = board.client().query("query($id: ID!) { card(id: $id) { projectId number } }", Map.of("id", card.id()))
                .path("card");
        return home.resolve("worktrees").resolve(project.path("projectId").asText())
                .resolve(project.path("number").asInt() + "-say-hello").resolve("hello.txt");
    }

    private void reviewed(LoopCard card) throws Exception {
        var reviewed = card.awaitState("CODE_REVIEW");
        assertThat(card.worktree().resolve("hello.txt")).hasContent("Hello");
        var iterations = board.client().query("query($id: ID!) { card(id: $id) { runs { iterations { sandboxed } } } }",
                Map.of("id", card.id())).path("card").path("runs").get(0).path("iterations");
        assertThat(iterations.get(0).path("sandboxed").asBoolean()).isEqualTo(sandboxed());
        assertThat(reviewed.path("errors")).isEmpty();
        var diff = board.client().query("query($id: ID!) { card(id: $id) { diff { files { path patch } } } }",
                Map.of("id", card.id())).toString();
        assertThat(diff).contains("hello.txt").doesNotContain(HostileRepository.OUTSIDE);
    }

    private void nothingHappened(HostileRepository hostile, LoopCard card) throws Exception {
        assertThat(hostile.marked()).isEmpty();
        assertThat(thief.requests()).isEmpty();
        assertThat(model.requests()).noneMatch(request -> request.conversation().contains(HostileRepository.OUTSIDE));
        assertThat(card.now().toString()).doesNotContain(HostileRepository.OUTSIDE);
        for (var run : card.now().path("runs")) {
            assertThat(card.events(run.path("id").asText()).toString()).doesNotContain(HostileRepository.OUTSIDE);
        }
    }
}
