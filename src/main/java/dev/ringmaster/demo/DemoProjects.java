package dev.ringmaster.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.agent.demo.DemoPlatform;
import dev.ringmaster.agent.demo.DemoRepository;
import dev.ringmaster.agent.demo.DemoRepository.DemoCard;
import dev.ringmaster.card.CardInput;
import dev.ringmaster.card.CardService;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectInput;
import dev.ringmaster.project.ProjectService;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.support.Workers;
import dev.ringmaster.workspace.git.Git;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Makes demo projects: a real repository in the server's home, worked on by the simulated agent. */
@ApplicationScoped
class DemoProjects {

    private static final String BRANCH = "main";

    private final ProjectService projects;
    private final CardService cards;
    private final Path root;

    DemoProjects(ProjectService projects, CardService cards, RingmasterConfig config) {
        this.projects = projects;
        this.cards = cards;
        this.root = config.home().toAbsolutePath().resolve("demo");
    }

    /** A new one each time, so that a demo that has been played through can be played again. */
    Uni<Project> create() {
        return Workers.onWorker(this::makeRepository)
                .chain(path -> projects.create(project(path)))
                .call(this::addCards);
    }

    /** Last card first: a board shows the newest change on top, and the simplest card should be seen first. */
    private Uni<Void> addCards(Project project) {
        return Multi.createFrom().iterable(DemoRepository.cards().reversed())
                .onItem().transformToUniAndConcatenate(card -> cards.create(input(project.id(), card)))
                .collect().last().replaceWithVoid();
    }

    private Path makeRepository() {
        var path = root.resolve(DemoRepository.NAME + "-" + UUID.randomUUID().toString().substring(0, 8));
        try {
            for (var file : DemoRepository.files().entrySet()) {
                var target = path.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The demo repository could not be written to " + path, e);
        }
        var git = Git.outside(path);
        git.run("init", "--quiet", "--initial-branch=" + BRANCH);
        git.run("add", "--all");
        git.run("-c", "user.name=Ringmaster", "-c", "user.email=ringmaster@localhost", "commit", "--quiet", "--message",
                "A desk to work on");
        return path;
    }

    private static ProjectInput project(Path path) {
        return new ProjectInput("Demo", "A small repository to try things out. Its agent is simulated and costs nothing.",
                null, path.toString(), BRANCH, DemoRepository.TECH_STACK, null, null, DemoRepository.CHECK_COMMAND, false,
                false, true, false, false, DemoPlatform.NAME, null, null);
    }

    private static CardInput input(UUID projectId, DemoCard card) {
        return new CardInput(projectId.toString(), card.title(), null, card.taskPrompt(), card.labels(), 2,
                card.acceptanceCriteria(), null, null, null, null);
    }
}
