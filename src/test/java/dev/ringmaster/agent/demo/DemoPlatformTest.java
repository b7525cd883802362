package dev.ringmaster.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.Raw;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.demo.DemoRepository.DemoCard;
import dev.ringmaster.prompt.PlanParser;
import dev.ringmaster.prompt.PromptAssembler;
import dev.ringmaster.prompt.PromptBudgets;
import dev.ringmaster.prompt.PromptInput;
import dev.ringmaster.prompt.PromptInput.ReviewComment;
import dev.ringmaster.prompt.PromptStage;
import dev.ringmaster.testing.Events;

/** The script runs for real, in a repository of its own. */
class DemoPlatformTest {

    private record Finished(int exitCode, String output) {
    }

    private final DemoPlatform platform = new DemoPlatform("/usr/bin:/bin");
    private final Path worktree;
    private final Path scratch;
    private String pause = "0";

    DemoPlatformTest(@TempDir Path directory) throws IOException, InterruptedException {
        worktree = Files.createDirectories(directory.toRealPath().resolve("work tree \"1\""));
        scratch = Files.createDirectories(directory.resolve("scratch"));
        for (Map.Entry<String, String> file : DemoRepository.files().entrySet()) {
            Path path = worktree.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        assertThat(run(List.of("git", "init", "-q"), "").exitCode()).isZero();
    }

    @Test
    void the_repository_passes_its_own_check() throws Exception {
        Finished check = check();

        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(check.output()).contains("3 assertions, 0 failed");
    }

    @Test
    void the_first_card_is_done_in_one_iteration_slow_enough_to_watch() throws Exception {
        pause = "0.3";
        Instant start = Instant.now();
        List<AgentEvent> events = code(0, null, List.of());

        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
        assertThat(events).last().isInstanceOf(CompletionSignal.class);
        assertThat(Events.of(events, FileChanged.class)).extracting(FileChanged::path)
                .containsExactly("commands/hello.sh", "checks/hello.sh");
        assertThat(run(List.of("sh", "desk.sh", "hello", "Ada"), "").output()).isEqualTo("Hello, Ada!\n");
        assertThat(check().exitCode()).isZero();
    }

    @Test
    void its_stream_says_that_its_usage_is_simulated_and_costs_nothing() throws Exception {
        List<AgentEvent> events = code(0, null, List.of());

        assertThat(Events.of(events, Raw.class)).isEmpty();
        assertThat(Events.of(events, SessionStarted.class)).singleElement()
                .satisfies(started -> assertThat(started.model()).isEqualTo("demo-simulated"));
        assertThat(Events.of(events, Warning.class)).singleElement()
                .satisfies(warning -> assertThat(warning.text()).contains("simulated", "costs nothing"));
        Usage usage = Events.usage(events);
        assertThat(usage.costUsd()).isZero();
        assertThat(usage.inputTokens()).isPositive();
        assertThat(usage.outputTokens()).isPositive();
    }

    @Test
    void the_second_card_goes_on_in_a_second_iteration() throws Exception {
        List<AgentEvent> first = code(1, null, List.of());

        assertThat(Events.of(first, CompletionSignal.class)).isEmpty();
        assertThat(Events.of(first, SessionEnded.class)).singleElement()
                .satisfies(ended -> assertThat(ended.success()).isTrue())
                .satisfies(ended -> assertThat(ended.summary()).contains("Left to do", "docs/stats.md"));

        List<AgentEvent> second = code(1, null, List.of());

        assertThat(second).last().isInstanceOf(CompletionSignal.class);
        assertThat(worktree.resolve("docs/stats.md")).exists();
        assertThat(check().output()).contains("ok    stats counts lines and words", " 0 failed");
    }

    @Test
    void the_third_card_claims_too_early_and_repairs_what_the_check_found() throws Exception {
        assertThat(code(2, null, List.of())).last().isInstanceOf(CompletionSignal.class);
        Finished failed = check();
        assertThat(failed.exitCode()).isNotZero();

        assertThat(code(2, null, List.of())).last().isInstanceOf(CompletionSignal.class);
        assertThat(check().exitCode()).as("nobody told it what failed").isNotZero();

        assertThat(code(2, failed.output(), List.of())).last().isInstanceOf(CompletionSignal.class);
        assertThat(check().exitCode()).isZero();
        assertThat(run(List.of("sh", "desk.sh", "repeat", "2", "tea"), "").output()).isEqualTo("tea\ntea\n");
    }

    @Test
    void a_review_comment_leaves_a_note_once() throws Exception {
        code(0, null, List.of());
        List<ReviewComment> comments = List
                .of(new ReviewComment("ann", true, "commands/hello.sh", 2, "Say \"Good day\" \\o/\ninstead"));

        List<AgentEvent> events = code(0, null, comments);
        code(0, null, comments);

        assertThat(events).last().isInstanceOf(CompletionSignal.class);
        assertThat(Files.readString(worktree.resolve("NOTES.md"))).isEqualTo("""
                # Notes from reviews

                - commands/hello.sh:2: Say "Good day" \\o/
                - instead
                """);
    }

    @Test
    void planning_changes_nothing_and_proposes_criteria() throws Exception {
        for (DemoCard card : DemoRepository.cards()) {
            List<AgentEvent> events = run(card, PromptStage.PLAN, null, List.of());

            SessionEnded ended = Events.of(events, SessionEnded.class).getLast();
            PlanParser.Plan plan = PlanParser.parse(ended.summary() == null ? "" : ended.summary());
            assertThat(plan.plan()).startsWith("# Plan").doesNotContain("promise");
            assertThat(plan.acceptanceCriteria()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(events).last().isInstanceOf(CompletionSignal.class);
        }
        assertThat(DemoRepository.files()).allSatisfy(
                (path, content) -> assertThat(worktree.resolve(path)).hasContent(content));
        assertThat(worktree.resolve("commands/stats.sh")).doesNotExist();
    }

    @Test
    void a_card_of_somebody_s_own_leaves_a_note_and_a_failing_check_is_not_called_done() throws Exception {
        DemoCard own = new DemoCard("Paint it \"blue\"", "Somehow.", List.of(), List.of());
        assertThat(run(own, PromptStage.CODE, null, List.of())).last().isInstanceOf(CompletionSignal.class);
        assertThat(worktree.resolve("NOTES.md")).content().contains("- Paint it \"blue\"");

        Files.writeString(worktree.resolve("checks/own.sh"), "expect 'mine' a b\n");
        List<AgentEvent> events = code(0, null, List.of());

        assertThat(Events.of(events, CompletionSignal.class)).isEmpty();
        assertThat(Events.of(events, ToolResult.class).getLast().error()).isTrue();
    }

    @Test
    void a_resumed_session_keeps_its_id() {
        AgentTask task = task("p", "s-1", false);

        assertThat(platform.launch(task).argv()).endsWith("code", "s-1");
        assertThat(platform.probe().available()).isTrue();
    }

    private List<AgentEvent> code(int card, @Nullable String missing, List<ReviewComment> comments) throws Exception {
        return run(DemoRepository.cards().get(card), PromptStage.CODE, missing, comments);
    }

    private List<AgentEvent> run(DemoCard card, PromptStage stage, @Nullable String missing, List<ReviewComment> comments)
            throws Exception {
        PromptInput input = new PromptInput(stage, 1, PromptInput.Wording.STANDARD,
                new PromptInput.Project(DemoRepository.NAME, DemoRepository.TECH_STACK, null, DemoRepository.CHECK_COMMAND,
                        PromptInput.ProjectFiles.NONE, null),
                new PromptInput.Card(1, card.title(), null, card.taskPrompt(), card.acceptanceCriteria(), null),
                new PromptInput.Told(List.of(), comments, missing, null, null));
        AgentTask task = task(new PromptAssembler(new PromptBudgets(Map.of())).assemble(input).text(), null,
                stage == PromptStage.PLAN);
        LaunchSpec launch = platform.launch(task);
        for (Map.Entry<Path, String> file : launch.files().entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
        Finished finished = run(launch.argv(), launch.stdin());
        AgentEventParser parser = platform.parser(task);
        List<AgentEvent> events = new ArrayList<>();
        finished.output().lines().forEach(line -> events.addAll(parser.stdout(line)));
        events.addAll(parser.end(finished.exitCode()));
        return events;
    }

    private AgentTask task(String prompt, @Nullable String session, boolean readOnly) {
        return new AgentTask(prompt, worktree, scratch, scratch, Map.of(), null, session, Usage.NONE, readOnly);
    }

    private Finished check() throws IOException, InterruptedException {
        return run(List.of("sh", "check.sh"), "");
    }

    private Finished run(List<String> argv, String input) throws IOException, InterruptedException {
        Path stdin = Files.writeString(scratch.resolve("stdin"), input);
        Path stdout = scratch.resolve("stdout");
        ProcessBuilder builder = new ProcessBuilder(argv).directory(worktree.toFile()).redirectInput(stdin.toFile())
                .redirectOutput(stdout.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("RINGMASTER_DEMO_PAUSE", pause);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", argv).isTrue();
            return new Finished(process.exitValue(), Files.readString(stdout, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
