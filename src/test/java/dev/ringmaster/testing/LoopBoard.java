package dev.ringmaster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;

/** Projects with real repositories, and cards on them whose loops run. Close it: it ends what still runs. */
public final class LoopBoard implements AutoCloseable {

    private final GraphQlClient client;
    private final Path directory;
    private final List<LoopCard> cards = new ArrayList<>();

    /**
     * A board of any server.
     *
     * @param directory for repositories; it must not be deleted before the server has ended, which cleans up after a test
     */
    public LoopBoard(GraphQlClient client, Path directory) {
        this.client = client;
        this.directory = directory;
    }

    /** A board of the server that the running {@code @QuarkusTest} has started, with repositories of its own. */
    public static LoopBoard ofThisTest() {
        try {
            var home = ConfigProvider.getConfig().getValue("ringmaster.home", Path.class);
            return new LoopBoard(GraphQlClient.ofThisTest(), Files.createTempDirectory(home, "test-").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the repositories lie; a test may put files of its own there. */
    public Path directory() {
        return directory;
    }

    public GraphQlClient client() {
        return client;
    }

    /** A repository with one file, README.md, on the branch main, which is checked out. */
    public Path repository(String name) throws IOException, InterruptedException {
        Path repository = Files.createDirectories(directory.resolve(name));
        GitRepository.create(repository, "main");
        GitRepository.commit(repository, "README.md", "A repository under test.\n");
        return repository;
    }

    /** A project on a repository. @return its id */
    public String project(Path repository, Map<String, ?> settings) {
        var input = new HashMap<String, Object>(settings);
        input.put("name", repository.getFileName().toString());
        input.put("repositoryPath", repository.toString());
        return client.query("mutation($input: ProjectInput!) { createProject(input: $input) { id } }", Map.of("input", input))
                .path("createProject").path("id").asText();
    }

    /** A card in DRAFT. */
    public LoopCard card(String projectId, String taskPrompt, Map<String, ?> more) {
        var input = new HashMap<String, Object>(Map.of("projectId", projectId, "title", "Say hello", "taskPrompt", taskPrompt));
        input.putAll(more);
        var id = client.query("mutation($input: CardInput!) { createCard(input: $input) { id } }", Map.of("input", input))
                .path("createCard").path("id").asText();
        var card = new LoopCard(client, id);
        cards.add(card);
        return card;
    }

    /** A card in DRAFT, alone in a new project. */
    public LoopCard onlyCard(String taskPrompt, Map<String, ?> settings, Map<String, ?> more)
            throws IOException, InterruptedException {
        return card(project(repository("repository-" + cards.size()), settings), taskPrompt, more);
    }

    @Override
    public void close() {
        cards.forEach(LoopCard::endRun);
        client.close();
    }
}
