package dev.ringmaster.loop.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.loop.HintRepository.Hint;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.briefing.ConfigRepositories;
import dev.ringmaster.loop.briefing.ConfigRepositories.Found;
import dev.ringmaster.loop.briefing.ProjectFilesReader;
import dev.ringmaster.loop.briefing.PromptConfig;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.work.PromptFacts.Facts;
import dev.ringmaster.prompt.CondensingPrompt;
import dev.ringmaster.prompt.History;
import dev.ringmaster.prompt.Prompt;
import dev.ringmaster.prompt.PromptAssembler;
import dev.ringmaster.prompt.PromptInput;
import dev.ringmaster.prompt.PromptInput.ReviewComment;
import dev.ringmaster.prompt.PromptInput.Wording;
import dev.ringmaster.prompt.PromptStage;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.workspace.ProjectFiles;
import io.quarkus.runtime.StartupEvent;

/** Decides what the next iteration is told, and has it put into words. Blocking: for workers. */
@ApplicationScoped
class IterationPrompts {

    private static final Logger LOG = Logger.getLogger(IterationPrompts.class);
    private static final List<String> GUIDANCE = List.of("CLAUDE.md", "AGENTS.md");
    private static final int MAX_GUIDANCE_BYTES = 128 * 1024;

    private final PromptFacts facts;
    private final ConfigRepositories repositories;
    private final PromptConfig config;
    private final PromptAssembler assembler;
    private final History history;
    private final Redactor redactor;

    IterationPrompts(PromptFacts facts, ConfigRepositories repositories, PromptConfig config, Redactor redactor) {
        this.facts = facts;
        this.repositories = repositories;
        this.config = config;
        this.assembler = new PromptAssembler(config.budgets());
        this.history = new History(config.tokens().history());
        this.redactor = redactor;
    }

    /** A budget that cannot be is said at the start, not at the first iteration. */
    void check(@Observes StartupEvent ignored) {
        LOG.debug("prompt.budgets valid");
    }

    /**
     * @param hints those that the prompt contains, to be marked as used with the iteration's start
     * @param problems what people should know of how it was made
     * @param session the agent session to go on in; null for a new one
     * @param condenses the hash of the piece of history that is to be condensed first; null when it is the card's turn
     */
    record Assembled(Prompt prompt, List<Hint> hints, List<String> problems, @Nullable String session,
            @Nullable String condenses) {
    }

    /**
     * @param turn counts the run's iterations that work on the card, from 1
     * @param last the turn before, of this run or an earlier one
     * @param session that the turn is to go on in: it remembers by itself, so nothing is condensed for it
     */
    Assembled assemble(Work work, int turn, @Nullable Iteration last, @Nullable String session) {
        var told = facts.of(work.card().id(), work.project().id());
        var past = history(work, told, session == null);
        if (past.missing() != null) {
            return new Assembled(clean(CondensingPrompt.of(past.missing())), List.of(), List.of(), null, past.missing().hash());
        }
        var found = repositories.find(told.settings());
        var problems = new ArrayList<>(found.problems());
        var files = lay(work, found, problems);
        var stage = stage(work, told.comments());
        var card = work.card();
        var project = work.project();
        var prompt = assembler.assemble(new PromptInput(stage, turn,
                new Wording(work.platform().takesSystemPrompt(), config.system().orElse(null),
                        config.stages().of(stage).orElse(null)),
                new PromptInput.Project(project.name(), project.techStack(), project.codingConventions(),
                        project.checkCommand(), files, guidance(work.worktree())),
                new PromptInput.Card(card.number(), card.title(), card.description(), card.taskPrompt(), told.criteria(),
                        card.plan()),
                new PromptInput.Told(told.hints().stream().map(Hint::text).toList(), told.comments(),
                        last == null ? null : missing(last), told.errors(), past.text())));
        return new Assembled(clean(prompt), told.hints(), problems, session, null);
    }

    /** Condensing that failed in this run is not tried again in it. */
    private History.Step history(Work work, Facts told, boolean mayCondense) {
        var wished = Objects.requireNonNullElse(told.settings().condense(), config.condense());
        var failed = work.iterations().stream().anyMatch(iteration -> iteration.condensing() && iteration.message() != null
                && IterationOutcome.CONDENSED.name().equals(iteration.outcome()));
        return wished && mayCondense && !failed ? history.condense(told.reports(), told.condensed())
                : new History.Step(null, history.cut(told.reports()));
    }

    /** Without a config repository what an earlier one has left is taken away. */
    private static PromptInput.ProjectFiles lay(Work work, Found found, List<String> problems) {
        var content = found.content();
        var obstacle = new ProjectFiles(work.workspace()).lay(content == null ? List.of() : content.files());
        obstacle.ifPresent(problems::add);
        return content == null ? PromptInput.ProjectFiles.NONE
                : ProjectFilesReader.read(content, obstacle.isPresent() ? Optional.empty() : Optional.of(ProjectFiles.FOLDER));
    }

    /** Guidance in the repository, a failed build's log or a review may hold what an agent must not be told. */
    private Prompt clean(Prompt prompt) {
        return new Prompt(prompt.system() == null ? null : clean(prompt.system()), prompt.sections().stream().map(this::clean)
                .toList());
    }

    private Prompt.Section clean(Prompt.Section section) {
        return new Prompt.Section(section.name(), redactor.redact(section.text()));
    }

    /** A limit or a refused login was the account's trouble and not the work's. */
    private static @Nullable String missing(Iteration last) {
        var accounts = IterationOutcome.RATE_LIMITED.name().equals(last.outcome())
                || IterationOutcome.AUTH_FAILED.name().equals(last.outcome());
        return accounts ? null : last.message();
    }

    private static PromptStage stage(Work work, List<ReviewComment> comments) {
        return switch (work.run().stage()) {
            case PLAN -> PromptStage.PLAN;
            case CODE -> comments.stream().anyMatch(ReviewComment::trusted) ? PromptStage.REVIEW : PromptStage.CODE;
            case FIX -> PromptStage.FIX;
        };
    }

    /** Read by us and quoted as data, because agents are started so that they take no settings from the repository. */
    private static @Nullable String guidance(Path worktree) {
        return GUIDANCE.stream().map(name -> read(worktree.resolve(name))).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static @Nullable String read(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(MAX_GUIDANCE_BYTES), StandardCharsets.UTF_8).replace("\0", "");
        } catch (IOException e) {
            LOG.warnf("prompt.guidance unreadable file=%s: %s", file, e.getMessage());
            return null;
        }
    }
}
