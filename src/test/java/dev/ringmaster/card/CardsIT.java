package dev.ringmaster.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.Board;
import dev.ringmaster.testing.Board.Answer;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class CardsIT {

    private Board board;
    private String projectId;

    @BeforeEach
    void createProject(@TempDir Path repository) throws IOException, InterruptedException {
        board = Board.ofServerUnderTest();
        projectId = board.createProject(Map.of("name", "Shop", "repositoryPath", GitRepository.create(repository, "main")))
                .value().path("id").asText();
    }

    @Test
    void aNewCardIsADraftWithTheProjectsLimits() {
        JsonNode card = board.createCard(Map.of("projectId", projectId, "title", " Add a basket ", "taskPrompt", "Do it 🤹",
                "labels", List.of("ui", "ui", "area:shop"), "acceptanceCriteria", List.of("is fast", "is tested"),
                "limits", Map.of("maxCostUsd", 1.5))).value();

        assertThat(card.path("number").asInt()).isEqualTo(1);
        assertThat(card.path("title").asText()).isEqualTo("Add a basket");
        assertThat(card.path("taskPrompt").asText()).isEqualTo("Do it 🤹");
        assertThat(texts(card.path("labels"))).containsExactly("ui", "area:shop");
        assertThat(card.path("state").asText()).isEqualTo("DRAFT");
        assertThat(card.path("phase").asText()).isEqualTo("DEVELOPMENT");
        assertThat(card.path("acceptanceCriteria").findValuesAsText("description")).containsExactly("is fast", "is tested");
        assertThat(card.path("limits").path("maxIterations").asInt()).isEqualTo(20);
        assertThat(card.path("limits").path("maxCostUsd").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(board.card(card.path("id").asText()).value()).isEqualTo(card);
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        JsonNode card = board.createCard(Map.of("projectId", projectId, "title", "t", "description", "d", "taskPrompt", "p",
                "labels", List.of("ui"), "priority", 1, "limits", Map.of("maxIterations", 3))).value();

        JsonNode changed = board.updateCard(card.path("id").asText(), Map.of("title", "New", "description", ""), 1).value();

        assertThat(changed.path("title").asText()).isEqualTo("New");
        assertThat(changed.path("description").isNull()).isTrue();
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(changed.path("updatedAt").asText()).isGreaterThan(card.path("updatedAt").asText());
        for (String field : List.of("id", "number", "taskPrompt", "labels", "priority", "limits", "state",
                "acceptanceCriteria")) {
            assertThat(changed.path(field)).as(field).isEqualTo(card.path(field));
        }
    }

    @Test
    void criteriaWithTheSameTextStayWhatTheyAre() {
        JsonNode card = board.createCard(Map.of("projectId", projectId, "title", "t",
                "acceptanceCriteria", List.of("is fast", "is tested"))).value();
        JsonNode fast = card.path("acceptanceCriteria").get(0);

        JsonNode changed = board.updateCard(card.path("id").asText(),
                Map.of("acceptanceCriteria", List.of("is new", "is fast")), 1).value();

        assertThat(changed.path("acceptanceCriteria").findValuesAsText("description")).containsExactly("is new", "is fast");
        assertThat(changed.path("acceptanceCriteria").get(1)).isEqualTo(fast);
        assertThat(board.updateCard(card.path("id").asText(), Map.of("acceptanceCriteria", List.of()), 2).value()
                .path("acceptanceCriteria")).isEmpty();
    }

    @Test
    void refusesABadNewCardAndTakesNoNumberForIt() {
        List<Map<String, Object>> bad = List.of(Map.of(), Map.of("title", " "), Map.of("title", "t".repeat(301)),
                Map.of("title", "a\0b"), Map.of("labels", List.of("Not Lower")), Map.of("priority", 5),
                Map.of("maxRetries", -1),
                Map.of("acceptanceCriteria", List.of("x".repeat(501))), Map.of("limits", Map.of("maxIterations", 0)),
                Map.of("description", "d".repeat(256 * 1024 + 1)));
        for (Map<String, Object> input : bad) {
            var whole = new HashMap<>(input);
            whole.putIfAbsent("projectId", projectId);
            if (!input.isEmpty()) {
                whole.putIfAbsent("title", "t");
            }
            assertThat(board.createCard(whole).code()).as("%.100s", input).isEqualTo("VALIDATION");
        }
        assertThat(board.createCard(Map.of("title", "t")).message()).contains("projectId is missing");
        assertThat(board.createCard(Map.of("projectId", "x", "title", "t")).message()).contains("is not the id of a project");
        assertThat(board.createCard(Map.of("projectId", UUID.randomUUID().toString(), "title", "t")).code())
                .isEqualTo("NOT_FOUND");

        assertThat(board.newCard(projectId, "the first that is good").path("number").asInt()).isEqualTo(1);
        assertThat(board.cards(projectId, Map.of()).value().path("totalCount").asInt()).isEqualTo(1);
    }

    @Test
    void takesALargePromptAndNamesTheLimitOfOneThatIsTooLarge() {
        String mebibyte = "p".repeat(1024 * 1024);

        assertThat(board.createCard(Map.of("projectId", projectId, "title", "t", "taskPrompt", mebibyte)).value()
                .path("taskPrompt").asText()).isEqualTo(mebibyte);
        Answer refused = board.createCard(Map.of("projectId", projectId, "title", "t", "taskPrompt", mebibyte + mebibyte));
        assertThat(refused.code()).isEqualTo("VALIDATION");
        assertThat(refused.message()).contains("taskPrompt is too long", "1 MiB");
    }

    @Test
    void aRefusedChangeChangesNothing() {
        JsonNode card = board.createCard(Map.of("projectId", projectId, "title", "t", "acceptanceCriteria", List.of("a")))
                .value();
        String id = card.path("id").asText();

        assertThat(board.updateCard(id, Map.of("title", "late"), 2).code()).isEqualTo("CONFLICT");
        assertThat(board.updateCard(id, Map.of("title", "new", "priority", 9), 1).code()).isEqualTo("VALIDATION");
        assertThat(board.updateCard(id, Map.of("title", "new", "acceptanceCriteria", List.of("b", " ")), 1).code())
                .isEqualTo("VALIDATION");
        assertThat(board.updateCard(id, Map.of("projectId", UUID.randomUUID().toString()), 1).message())
                .contains("stays in its project");
        assertThat(board.updateCard(UUID.randomUUID().toString(), Map.of("title", "t"), 1).code()).isEqualTo("NOT_FOUND");
        assertThat(board.updateCard("x", Map.of("title", "t"), 1).code()).isEqualTo("VALIDATION");
        assertThat(comment(id, Map.of("text", " ")).code()).isEqualTo("VALIDATION");
        assertThat(comment(id, Map.of("text", "t", "line", 3)).code()).isEqualTo("VALIDATION");
        assertThat(comment(UUID.randomUUID().toString(), Map.of("text", "t")).code()).isEqualTo("NOT_FOUND");

        assertThat(board.card(id).value()).isEqualTo(card);
    }

    @Test
    void anUnknownCardIsNull() {
        assertThat(board.card(UUID.randomUUID().toString()).value().isNull()).isTrue();
        assertThat(board.card("1-1-1-1-1").code()).isEqualTo("VALIDATION");
    }

    @Test
    void aCommentIsNewsOfItsCardAndMakesNobodysEditStale() {
        JsonNode before = board.newCard(projectId, "t");
        String id = before.path("id").asText();

        JsonNode card = comment(id, Map.of("path", "src/A.java", "line", 7, "text", "Why?")).value();

        assertThat(card.path("version").asInt()).isEqualTo(before.path("version").asInt());
        JsonNode said = card.path("reviewComments").get(0);
        assertThat(said.path("path").asText()).isEqualTo("src/A.java");
        assertThat(said.path("line").asInt()).isEqualTo(7);
        assertThat(said.path("text").asText()).isEqualTo("Why?");
        assertThat(said.path("author").asText()).isEqualTo("owner");
    }

    @Test
    void cardsCreatedAtOnceGetConsecutiveNumbers() {
        List<CompletableFuture<Answer>> all = IntStream.range(0, 20)
                .mapToObj(i -> board.createCardAsync(Map.of("projectId", projectId, "title", "t" + i))).toList();

        assertThat(all.stream().map(answer -> answer.join().value().path("number").asInt()))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void ofManyChangesToOneVersionExactlyOneWins() {
        String id = board.newCard(projectId, "t").path("id").asText();

        List<Answer> answers = IntStream.range(0, 10)
                .mapToObj(i -> board.updateCardAsync(id, Map.of("title", "by " + i, "acceptanceCriteria", List.of("c" + i)), 1))
                .toList().stream().map(CompletableFuture::join).toList();

        List<Answer> won = answers.stream().filter(answer -> !answer.body().has("errors")).toList();
        assertThat(won).hasSize(1);
        assertThat(answers.stream().filter(answer -> !won.contains(answer)).map(Answer::code)).hasSize(9)
                .containsOnly("CONFLICT");
        assertThat(board.card(id).value()).isEqualTo(won.getFirst().value());
    }

    @Test
    void pagingSeesEveryCardOnceWhileOthersChange() {
        IntStream.range(0, 120).mapToObj(i -> board.createCardAsync(Map.of("projectId", projectId, "title", "card " + i)))
                .toList().forEach(CompletableFuture::join);
        Set<String> changed = new HashSet<>();
        List<String> seen = new ArrayList<>();
        var arguments = new HashMap<String, Object>(Map.of("first", 25));
        JsonNode page;
        do {
            page = board.cards(projectId, arguments).value();
            assertThat(page.path("totalCount").asInt()).isEqualTo(120);
            page.path("items").forEach(card -> seen.add(card.path("id").asText()));
            for (int index : List.of(0, 7)) {
                JsonNode card = page.path("items").get(index);
                changed.add(
                        board.updateCard(card.path("id").asText(), Map.of("title", "changed"), 1).value().path("id").asText());
            }
            arguments.put("after", page.path("endCursor").asText());
        } while (page.path("hasNextPage").asBoolean());

        assertThat(seen).hasSize(120).doesNotHaveDuplicates();
        assertThat(changed).hasSize(10);
        JsonNode latest = board.cards(projectId, Map.of("first", 10)).value();
        assertThat(latest.path("items").findValuesAsText("title")).hasSize(10).containsOnly("changed");
        assertThat(latest.path("items").findValuesAsText("updatedAt")).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void refusesOtherPagesAndCursors() {
        for (Map<String, Object> bad : List.<Map<String, Object>> of(Map.of("first", 0), Map.of("first", 201),
                Map.of("after", "nonsense"), Map.of("search", "x".repeat(201)), Map.of("search", "\0"))) {
            assertThat(board.cards(projectId, bad).code()).as("%s", bad).isEqualTo("VALIDATION");
        }
        assertThat(board.cards(UUID.randomUUID().toString(), Map.of()).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void findsCardsByTextNumberLabelAndState() {
        board.createCard(Map.of("projectId", projectId, "title", "Grüne Ampel", "labels", List.of("ui", "shop"))).value();
        board.createCard(
                Map.of("projectId", projectId, "title", "second", "description", "is 100% done", "labels", List.of("ui")))
                .value();
        board.createCard(Map.of("projectId", projectId, "title", "third", "taskPrompt", "use snake_case\\here")).value();

        assertThat(numbers(Map.of("search", "GRÜNE"))).containsExactly(1);
        assertThat(numbers(Map.of("search", "100%"))).containsExactly(2);
        assertThat(numbers(Map.of("search", "1%d"))).isEmpty();
        assertThat(numbers(Map.of("search", "snake_case\\"))).containsExactly(3);
        assertThat(numbers(Map.of("search", "_"))).containsExactly(3);
        assertThat(numbers(Map.of("search", "#3"))).containsExactly(3);
        assertThat(numbers(Map.of("labels", List.of("ui")))).containsExactly(2, 1);
        assertThat(numbers(Map.of("labels", List.of("ui", "shop")))).containsExactly(1);
        assertThat(numbers(Map.of("states", List.of("CODING")))).isEmpty();
        assertThat(numbers(Map.of("states", List.of("CODING", "DRAFT"), "search", "sec"))).containsExactly(2);
    }

    private Answer comment(String cardId, Map<String, ?> comment) {
        return board.call("mutation($cardId: ID!, $comment: ReviewCommentInput!)"
                + " { addReviewComment(cardId: $cardId, comment: $comment)" + Board.CARD + "}",
                Map.of("cardId", cardId, "comment", comment));
    }

    private List<Integer> numbers(Map<String, ?> arguments) {
        JsonNode page = board.cards(projectId, arguments).value();
        List<Integer> numbers = page.path("items").findValuesAsText("number").stream().map(Integer::valueOf).toList();
        assertThat(page.path("totalCount").asInt()).isEqualTo(numbers.size());
        return numbers;
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
