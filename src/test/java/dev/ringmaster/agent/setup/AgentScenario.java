package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.testing.AgentLab;
import dev.ringmaster.testing.AgentLab.Ended;
import dev.ringmaster.testing.AgentLab.Running;
import dev.ringmaster.testing.Events;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.testing.HostileFiles;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.ModelServer;
import dev.ringmaster.testing.RealAgent;

/** One thing that happens to an agent; playing it gives what the loop makes of it, in a few words. */
enum AgentScenario {

    SUCCESS("writes a file and says that all is done") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            var file = lab.worktree.resolve("hello.txt");
            agent.work(file, "Hello\n").forEach(lab.model::then);

            Ended ended = lab.run("Say hello, says the-prompt");

            if (ended.outcome() == IterationOutcome.COMPLETED) {
                assertThat(file).hasContent("Hello\n");
                assertThat(Events.of(ended.events(), FileChanged.class)).extracting(FileChanged::path)
                        .containsExactly("hello.txt");
                assertThat(lab.model.requests().getFirst().conversation()).contains("the-prompt");
                assertThat(lab.model.repliesLeft()).isZero();
                assertThat(ended.tally().usage().outputTokens()).isPositive();
            }
            return words(ended);
        }
    },

    LARGE_PROMPT("is given a prompt larger than an argument may be") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            lab.model.then(ModelReply.complete());

            Ended ended = lab.run("é".repeat(70_000) + " the-end-of-the-prompt");

            assertThat(lab.model.requests().getFirst().conversation()).contains("é".repeat(70_000) + " the-end-of-the-prompt");
            return words(ended);
        }
    },

    NO_SIGNAL("ends without the signal") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            lab.model.then(ModelReply.text("More is to do."));
            return words(lab.run("Work"));
        }
    },

    API_ERROR("the API fails with 500") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            // OpenCode, which asks again for more than a minute, listens to this header.
            lab.model.otherwise(new ModelReply.Refusal(500, "api_error", "Internal server error",
                    Map.of("retry-after-ms", "10")));
            return words(lab.run("Work"));
        }
    },

    BAD_REQUEST("the API refuses the request with 400") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            lab.model.otherwise(new ModelReply.Refusal(400, "invalid_request_error", "The request is bad", Map.of()));
            return words(lab.run("Work"));
        }
    },

    LIMIT_WITH_RESET("a limit that says when it ends") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            Instant resetsAt = Instant.now().plusSeconds(3600);
            lab.model.otherwise(new ModelReply.UsedUp(resetsAt));
            Map<String, String> account = agent != RealAgent.CLAUDE ? Map.of()
                    : Map.of("ANTHROPIC_API_KEY", "", "CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-fake-not-a-real-token");
            Ended ended = lab.run(lab.task("Work", null, account));
            Instant told = ended.tally().resetsAt();
            if (told != null) {
                assertThat(told).isBetween(resetsAt.minusSeconds(5), resetsAt.plusSeconds(125));
            }
            return words(ended) + (told == null ? "" : ", with its end");
        }
    },

    LIMIT_WITHOUT_RESET("a limit that does not say when it ends") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            lab.model.otherwise(new ModelReply.UsedUp(null));
            Ended ended = lab.run("Work");
            assertThat(ended.tally().resetsAt()).isNull();
            return words(ended);
        }
    },

    LOGIN_REFUSED("the key is refused with 401") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            lab.model.otherwise(ModelReply.unauthorized());
            return words(lab.run("Work"));
        }
    },

    PLAN("may not write, and the model tries") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            var file = lab.worktree.resolve("hello.txt");
            agent.work(file, "Hello\n").forEach(lab.model::then);

            Ended ended = lab.run(lab.planning("Plan"));

            assertThat(file).doesNotExist();
            assertThat(Events.of(ended.events(), FileChanged.class)).isEmpty();
            return words(ended);
        }
    },

    HOSTILE_REPOSITORY("the repository would run a command and redirect the key") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            var trap = lab.worktree.resolveSibling("trap");
            try (var thief = ModelServer.start()) {
                for (var file : HostileFiles.of(agent, thief.baseUrl(), trap).entrySet()) {
                    GitRepository.commit(lab.worktree, file.getKey(), file.getValue());
                }
                lab.model.then(ModelReply.complete());

                Ended ended = lab.run("Work");

                assertThat(thief.requests()).isEmpty();
                assertThat(trap).doesNotExist();
                boolean started = !lab.model.requests().isEmpty();
                return words(ended) + (started ? "" : ", not started");
            }
        }
    },

    TURN_LIMIT("the CLI's own limit of turns") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            lab.model.then(ModelReply.bash("echo one"), ModelReply.bash("echo two")).otherwise(ModelReply.complete());
            return words(lab.runWithOneTurn("Work"));
        }
    },

    TERMINAL_OUTPUT("a tool prints NUL, ANSI and Unicode") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            // Of an output with a NUL in it, Gemini CLI gives its model nothing.
            String nul = agent == RealAgent.GEMINI ? "" : "\\000";
            lab.willRun("printf 'a\\033[31mred\\033[0m " + nul + " \\342\\202\\254 \\342\\200\\250 z'",
                    ModelReply.text("\u001b[31mrot\u001b[0m – € – \u2028 – 🎉\n\n<promise>COMPLETE</promise>"));

            Ended ended = lab.run("Print");

            var printed = agent.hasTools()
                    ? Events.of(ended.events(), ToolResult.class).stream().map(ToolResult::output).toList()
                    : Events.of(ended.events(), AssistantText.class).stream().map(AssistantText::text).toList();
            assertThat(printed).filteredOn(output -> output.contains("ared")).singleElement().satisfies(
                    output -> assertThat(output).contains("€").doesNotContain("\0", "\u001b"));
            assertThat(Events.of(ended.events(), AssistantText.class).stream().map(AssistantText::text)
                    .collect(Collectors.joining())).contains("rot", "€", "🎉").doesNotContain("\u001b");
            return words(ended);
        }
    },

    HUGE_OUTPUT("a tool prints 5 MB in one line") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            lab.model.then(ModelReply.bash("head -c 5000000 /dev/zero | tr '\\0' x"), ModelReply.complete());
            return words(lab.run("Print"));
        }
    },

    KILLED_AND_RESUMED("killed in the middle of a reply, then resumed") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            var held = ModelReply.held(ModelReply.complete());
            if (agent.hasTools()) {
                lab.model.then(ModelReply.bash("echo half"));
            }
            lab.model.then(held).otherwise(ModelReply.complete());
            Running running = lab.start(lab.task("Begin", null, Map.of()));
            reached(held);
            if (agent.hasTools()) {
                lab.awaitRemembered("echo half");
            }
            lab.kill(running);
            Ended killed = lab.await(running);
            if (killed.tally().sessionId() == null) {
                return words(killed) + ", no session";
            }

            Ended resumed = lab.run(lab.task("Go on, says the-second-prompt", killed.session(), Map.of()));

            assertThat(resumed.session()).isEqualTo(killed.session());
            assertThat(lab.model.requests().getLast().conversation()).contains("Begin", "echo half", "the-second-prompt");
            return words(killed) + ", then " + words(resumed);
        }
    },

    SESSION_GONE("the session to resume is gone") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            lab.model.otherwise(ModelReply.complete());
            String nobodys = agent == RealAgent.OPENCODE ? "ses_1234567890abcdefghijklmnop" : UUID.randomUUID().toString();

            Ended resumed = lab.run(lab.task("Go on", nobodys, Map.of()));

            assertThat(lab.model.requests()).isEmpty();
            return words(resumed);
        }
    },

    HANGS("the model never answers; the server stops it") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            var held = ModelReply.held(ModelReply.complete());
            lab.model.then(held);
            Running running = lab.start(lab.task("Work", null, Map.of()));
            reached(held);
            return stopped(lab, running);
        }
    },

    STOPPED_IN_TOOL("stopped while a command of it runs") {
        @Override
        String play(RealAgent agent, AgentLab lab) throws Exception {
            // Claude Code refuses to run a plain sleep.
            lab.willRun("tail -f /dev/null & setsid tail -f /dev/null", ModelReply.complete());
            Running running = lab.start(lab.task("Wait", null, Map.of()));
            await().atMost(AgentLab.PATIENCE)
                    .until(() -> lab.commands().stream().filter(line -> line.equals("tail -f /dev/null"))
                            .count() == 2);
            return stopped(lab, running);
        }
    };

    private final String title;

    AgentScenario(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** @throws AssertionError when something is wrong beyond what the answer can say */
    abstract String play(RealAgent agent, AgentLab lab) throws Exception;

    private static String words(Ended ended) {
        var outcome = ended.outcome();
        boolean well = outcome == IterationOutcome.COMPLETED || outcome == IterationOutcome.WORKING;
        assertThat(ended.complaint() == null).as("complaint of " + outcome + ": " + ended.complaint()).isEqualTo(well);
        return ended.waits() ? outcome + ", ended by the server" : outcome.name();
    }

    private static void reached(ModelReply.Held held) throws InterruptedException {
        assertThat(held.reached().await(AgentLab.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the model is asked").isTrue();
    }

    private static String stopped(AgentLab lab, Running running) {
        long asked = System.nanoTime();
        var report = lab.runner.stop(running.handle(), Duration.ofSeconds(4));
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
        assertThat(report.survivors()).isEmpty();
        assertThat(lab.commands()).isEmpty();
        return "nothing left";
    }
}
