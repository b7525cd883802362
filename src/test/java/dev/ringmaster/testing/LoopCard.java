package dev.ringmaster.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

/** A card whose loop runs, as a person reaches it: everything goes through GraphQL. */
public final class LoopCard {

    /** How long anything may take on a slow machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String CARD = """
            { id number state version errorCount attention { reason message } branch worktreePath plan allowedTriggers
              acceptanceCriteria { description } errors { category message context sourceState resolved }
              transitions { from to trigger reason } checkpoints { iteration agentSessionId commitSha }
              runs { id state stopReason message parkedUntil startedAt endedAt subscription iteration inputTokens outputTokens costUsd lastSeq
                iterations { number outcome agentSessionId exitCode message prompt commitSha filesChanged inputTokens
                  cacheCreationInputTokens cacheReadInputTokens outputTokens costUsd } } }""";

    private final GraphQlClient client;
    private final String id;

    LoopCard(GraphQlClient client, String id) {
        this.client = client;
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** What the server says of it now: the fields that loops touch. */
    public JsonNode now() {
        return client.query("query($id: ID!) { card(id: $id) " + CARD + " }", Map.of("id", id)).path("card");
    }

    /** The newest run, missing before there is one. */
    public JsonNode run() {
        return newestRun(now());
    }

    public static JsonNode newestRun(JsonNode card) {
        return card.path("runs").path(card.path("runs").size() - 1);
    }

    public JsonNode fire(String trigger) {
        return fire(trigger, null);
    }

    /** @throws GraphQlFailure when it is refused */
    public JsonNode fire(String trigger, @Nullable String reason) {
        var variables = new HashMap<String, Object>(Map.of("id", id, "trigger", trigger));
        variables.put("reason", reason);
        return client.query("mutation($id: ID!, $trigger: Trigger!, $reason: String) "
                + "{ fire(cardId: $id, trigger: $trigger, reason: $reason) { state } }", variables).path("fire");
    }

    /** One of startLoop, pauseLoop, resumeLoop and stopLoop. @return the run */
    public JsonNode loop(String operation) {
        return client.query("mutation($id: ID!) { " + operation + "(cardId: $id) { id state } }", Map.of("id", id))
                .path(operation);
    }

    public JsonNode startLoop(Map<String, ?> options) {
        return client
                .query("mutation($id: ID!, $options: LoopOptions) { startLoop(cardId: $id, options: $options) { id state } }",
                        Map.of("id", id, "options", options))
                .path("startLoop");
    }

    public void hint(String text) {
        client.query("mutation($id: ID!, $text: String!) { sendHint(cardId: $id, text: $text) { id } }",
                Map.of("id", id, "text", text));
    }

    public void comment(String path, int line, String text) {
        client.query("mutation($id: ID!, $comment: ReviewCommentInput!) "
                + "{ addReviewComment(cardId: $id, comment: $comment) { id } }",
                Map.of("id", id, "comment", Map.of("path", path, "line", line, "text", text)));
    }

    public void update(Map<String, ?> input) {
        client.query("mutation($id: ID!, $input: CardInput!, $version: Int!) "
                + "{ updateCard(id: $id, input: $input, version: $version) { id } }",
                Map.of("id", id, "input", input, "version", now().path("version").asInt()));
    }

    /** Waits for a condition on {@link #now()}. @return the card as it then is */
    public JsonNode await(String what, Predicate<JsonNode> condition) {
        try {
            return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(this::now,
                    condition::test);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Waited in vain for: " + what + ". The card is " + now().toPrettyString(), e);
        }
    }

    public JsonNode awaitState(String state) {
        return await("the card in " + state, card -> card.path("state").asText().equals(state));
    }

    /** Waits for the newest run's state. @return the run */
    public JsonNode awaitRun(String state) {
        return newestRun(await("the newest run " + state, card -> newestRun(card).path("state").asText().equals(state)));
    }

    /** Waits until the newest run has ended for this reason. @return the run */
    public JsonNode awaitEnd(String stopReason) {
        return newestRun(await("the newest run ended by " + stopReason,
                card -> newestRun(card).path("stopReason").asText().equals(stopReason)));
    }

    /** Waits for a request to a person. @return the card */
    public JsonNode awaitAttention(String reason) {
        return await("attention " + reason, card -> card.path("attention").path("reason").asText().equals(reason));
    }

    public Path worktree() {
        return Path.of(await("a worktree", card -> card.path("worktreePath").isTextual()).path("worktreePath").asText());
    }

    /** The whole journal of a run, oldest first. */
    public List<JsonNode> events(String runId) {
        var all = new ArrayList<JsonNode>();
        int before;
        do {
            before = all.size();
            long after = all.isEmpty() ? 0 : all.getLast().path("seq").asLong();
            client.query("query($run: ID!, $after: BigInteger) { runEvents(runId: $run, after: $after, first: 200) "
                    + "{ seq iteration kind text toolName toolInput toolOutput isError path } }",
                    Map.of("run", runId, "after", after)).path("runEvents").forEach(all::add);
        } while (all.size() > before);
        return all;
    }

    public static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).map(node -> node.path(field).asText()).toList();
    }

    /** Processes that carry the marker of this run, its project's checks included, but for shims that have yet to exit. */
    public static List<Long> processesOf(String runId) {
        return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(pid -> environment(pid).contains(runId))
                .filter(pid -> !ofProcess(Long.toString(pid), "cmdline").contains("/shim")).toList();
    }

    /** Whether a process runs: one that is dead and that nobody has waited for has no command line any more. */
    public static boolean isAlive(String pid) {
        return !ofProcess(pid, "cmdline").isEmpty();
    }

    private static String environment(long pid) {
        return Stream.of(ofProcess(Long.toString(pid), "environ").split("\0", -1))
                .filter(entry -> entry.startsWith("RINGMASTER_RUN=")).findFirst().orElse("");
    }

    private static String ofProcess(String pid, String file) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc", pid, file)), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Stops what runs and waits for its end, so that no test meets the agents of another. */
    void endRun() {
        var run = run();
        if (!run.isMissingNode() && !run.path("state").asText().equals("FINISHED")) {
            try {
                loop("stopLoop");
            } catch (GraphQlFailure endedMeanwhile) {
                // what is waited for has happened
            }
            awaitRun("FINISHED");
        }
    }
}
