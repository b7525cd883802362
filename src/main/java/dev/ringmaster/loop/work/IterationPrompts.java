package dev.ringmaster.loop.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.AcceptanceCriterion;
import dev.ringmaster.card.AcceptanceCriterionRepository;
import dev.ringmaster.card.CardError;
import dev.ringmaster.card.CardErrorRepository;
import dev.ringmaster.card.ReviewComment;
import dev.ringmaster.card.ReviewCommentRepository;
import dev.ringmaster.loop.HintRepository;
import dev.ringmaster.loop.HintRepository.Hint;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.prompt.Prompt;
import dev.ringmaster.prompt.PromptAssembler;
import dev.ringmaster.prompt.PromptInput;
import dev.ringmaster.prompt.PromptStage;
import dev.ringmaster.security.Redactor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;

/** Collects what the next iteration is told, and has it put into words. Blocking: for workers. */
@ApplicationScoped
class IterationPrompts {

    private static final Logger LOG = Logger.getLogger(IterationPrompts.class);
    private static final List<String> GUIDANCE = List.of("CLAUDE.md", "AGENTS.md");
    private static final int MAX_GUIDANCE_BYTES = 32 * 1024;

    private final Pool pool;
    private final AcceptanceCriterionRepository criteria;
    private final CardErrorRepository errors;
    private final ReviewCommentRepository comments;
    private final HintRepository hints;
    private final Redactor redactor;

    IterationPrompts(Pool pool, AcceptanceCriterionRepository criteria, CardErrorRepository errors,
            ReviewCommentRepository comments, HintRepository hints, Redactor redactor) {
        this.pool = pool;
        this.criteria = criteria;
        this.errors = errors;
        this.comments = comments;
        this.hints = hints;
        this.redactor = redactor;
    }

    /** @param hints those that the prompt contains, to be marked as used with the iteration's start */
    record Assembled(Prompt prompt, List<Hint> hints) {
    }

    /** @param last the iteration before, of this run or an earlier one */
    Assembled assemble(Work work, int number, @Nullable Iteration last) {
        var card = work.card();
        var told = Await.of(pool.withConnection(connection -> read(connection, card.id())));
        var project = work.project();
        var input = new PromptInput(
                new PromptInput.Project(project.name(), project.techStack(), project.codingConventions(),
                        project.checkCommand()),
                new PromptInput.Card(card.number(), card.title(), card.description(), card.taskPrompt(), told.criteria(),
                        card.plan()),
                stage(work), number, told.hints().stream().map(Hint::text).toList(), told.comments(),
                last == null ? null : missing(last), told.errors(),
                last == null ? null : last.trace().responseSummary(), guidance(work.worktree()));
        var prompt = PromptAssembler.assemble(input);
        return new Assembled(clean(prompt), told.hints());
    }

    /** Guidance in the repository, a failed build's log or a review may hold what an agent must not be told. */
    private Prompt clean(Prompt prompt) {
        return new Prompt(redactor.redact(prompt.text()), prompt.sections().stream().map(section -> new Prompt.Section(
                section.name(), redactor.redact(section.text()), section.estimatedTokens())).toList());
    }

    /** A limit or a refused login was the account's trouble and not the work's. */
    private static @Nullable String missing(Iteration last) {
        var accounts = IterationOutcome.RATE_LIMITED.name().equals(last.outcome())
                || IterationOutcome.AUTH_FAILED.name().equals(last.outcome());
        return accounts ? null : last.message();
    }

    private static PromptStage stage(Work work) {
        return switch (work.run().stage()) {
            case PLAN -> PromptStage.PLAN;
            case CODE -> PromptStage.CODE;
            case FIX -> PromptStage.FIX;
        };
    }

    private record Told(List<Hint> hints, List<String> criteria, List<PromptInput.ReviewComment> comments,
            @Nullable String errors) {
    }

    /** Sent without waiting for each other's answers. */
    private Uni<Told> read(SqlClient client, UUID card) {
        return Uni.combine().all().unis(hints.unused(client, card), criteria.ofCard(client, card),
                comments.byCards(client, List.of(card)), errors.byCards(client, List.of(card))).asTuple()
                .map(found -> new Told(found.getItem1(),
                        found.getItem2().stream().map(AcceptanceCriterion::description).toList(),
                        open(found.getItem3().getOrDefault(card, List.of())),
                        describe(found.getItem4().getOrDefault(card, List.of()))));
    }

    private static List<PromptInput.ReviewComment> open(List<ReviewComment> comments) {
        return comments.stream().filter(comment -> !comment.resolved())
                .map(comment -> new PromptInput.ReviewComment(comment.path(), comment.line(), comment.text())).toList();
    }

    private static @Nullable String describe(List<CardError> errors) {
        var open = errors.stream().filter(error -> !error.resolved()).map(IterationPrompts::describe).toList();
        return open.isEmpty() ? null : String.join("\n\n", open);
    }

    private static String describe(CardError error) {
        return error.category() + " in " + error.sourceState() + ": " + error.message()
                + (error.context() == null ? "" : "\n" + error.context());
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
