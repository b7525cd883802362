package dev.ringmaster.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.Board;
import dev.ringmaster.testing.DatabaseResource;
import dev.ringmaster.testing.GitRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class ProjectsIT {

    private Path directory;
    private Board board;
    private String repository;

    @BeforeEach
    void connect(@TempDir Path temporary) throws IOException, InterruptedException {
        directory = temporary;
        board = Board.ofServerUnderTest();
        repository = GitRepository.create(Files.createDirectory(directory.resolve("shop")), "trunk");
    }

    @Test
    void aNewProjectTakesTheDefaultsAndFindsItsBranch() {
        JsonNode created = board.createProject(Map.of("name", "Shop", "repositoryPath", repository)).value();

        assertThat(created.path("defaultBranch").asText()).isEqualTo("trunk");
        assertThat(created.path("defaults").path("maxIterations").asInt()).isEqualTo(20);
        assertThat(created.path("defaults").path("maxRuntimeSeconds").asInt()).isEqualTo(14_400);
        assertThat(created.path("defaults").path("maxCostUsd").decimalValue()).isEqualByComparingTo("10");
        assertThat(created.path("version").asInt()).isEqualTo(1);
        assertThat(board.project(created.path("id").asText()).value()).isEqualTo(created);
        assertThat(all()).contains(created);
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        JsonNode created = board.createProject(Map.of("name", "Shop", "repositoryPath", repository, "description", "Sells",
                "techStack", List.of("java", "react"), "checkCommand", "make", "defaults", Map.of("maxIterations", 7))).value();
        String id = created.path("id").asText();

        JsonNode changed = board.updateProject(id,
                Map.of("name", "Store", "checkCommand", "", "deployEnabled", true, "defaults", Map.of("maxCostUsd", 2.5)), 1)
                .value();

        assertThat(changed.path("name").asText()).isEqualTo("Store");
        assertThat(changed.path("checkCommand").isNull()).isTrue();
        assertThat(changed.path("deployEnabled").asBoolean()).isTrue();
        assertThat(changed.path("description")).isEqualTo(created.path("description"));
        assertThat(changed.path("techStack")).isEqualTo(created.path("techStack"));
        assertThat(changed.path("defaults").path("maxIterations").asInt()).isEqualTo(7);
        assertThat(changed.path("defaults").path("maxCostUsd").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(board.project(id).value()).isEqualTo(changed);
    }

    @Test
    void refusesWhatIsNoRepositoryOrHasNoSuchBranch() {
        int before = all().size();

        assertThat(board.createProject(Map.of("name", "n", "repositoryPath", directory.toString())).code())
                .isEqualTo("VALIDATION");
        assertThat(board.createProject(Map.of("name", "n", "repositoryPath", repository, "defaultBranch", "main")).code())
                .isEqualTo("VALIDATION");
        assertThat(board.createProject(Map.of("name", "n", "repositoryPath", "shop")).message()).contains("not absolute");
        assertThat(board.createProject(Map.of("name", " ", "repositoryPath", repository)).message())
                .contains("name is missing");
        assertThat(
                board.createProject(Map.of("name", "n", "repositoryPath", repository, "repositoryUrl", "ext::sh -c id")).code())
                .isEqualTo("VALIDATION");
        assertThat(board.createProject(Map.of("name", "a\0b", "repositoryPath", repository)).message()).contains("NUL");
        assertThat(all()).hasSize(before);
    }

    @Test
    void aRefusedChangeChangesNothing() {
        JsonNode created = board.createProject(Map.of("name", "Shop", "repositoryPath", repository)).value();
        String id = created.path("id").asText();

        var invalid = Stream.of(Map.of("name", "x".repeat(201)), Map.of("repositoryPath", "/nowhere"),
                Map.of("defaultBranch", "gone"), Map.of("defaults", Map.of("maxIterations", 0)));

        assertThat(invalid.map(input -> board.updateProject(id, input, 1).code())).containsOnly("VALIDATION");
        assertThat(board.updateProject(id, Map.of("name", "Late"), 2).code()).isEqualTo("CONFLICT");
        assertThat(board.updateProject(UUID.randomUUID().toString(), Map.of("name", "n"), 1).code()).isEqualTo("NOT_FOUND");
        assertThat(board.updateProject("1", Map.of("name", "n"), 1).code()).isEqualTo("VALIDATION");
        assertThat(board.project(id).value()).isEqualTo(created);
    }

    @Test
    void anUnknownProjectIsNull() {
        assertThat(board.project(UUID.randomUUID().toString()).value().isNull()).isTrue();
        assertThat(board.project("; drop table project").code()).isEqualTo("VALIDATION");
    }

    private List<JsonNode> all() {
        return board.call("{ projects" + Board.PROJECT + "}", new HashMap<>()).value().valueStream().toList();
    }
}
