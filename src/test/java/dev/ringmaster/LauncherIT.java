package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.testing.RealAgent;

class LauncherIT {

    private final Path home;

    LauncherIT(@TempDir Path home) {
        this.home = home;
    }

    record Answer(int exitCode, String output) {
    }

    @Test
    void the_doctor_names_what_it_looked_at() throws Exception {
        Answer answer = run(Map.of(), "doctor");

        assertThat(answer.output()).contains("java").contains("git").contains("database")
                .contains(home.resolve("rm").toString());
        assertThat(answer.exitCode()).as(answer.output()).isBetween(0, 1);
        assertThat(home.resolve("rm")).doesNotExist();
    }

    @Test
    void the_doctor_names_every_agent_and_what_a_card_gets_by_itself() throws Exception {
        Answer without = run(Map.of(), "doctor");

        assertThat(without.output()).contains("claude-code", "aider", "codex", "gemini", "opencode", "demo")
                .contains("npm install -g @anthropic-ai/claude-code").contains("broken   default");
        assertThat(without.exitCode()).isEqualTo(1);
    }

    @Test
    void the_doctor_reads_the_settings_that_the_server_will_read() throws Exception {
        Path agent = program("my-agent", "echo done");
        Files.writeString(Files.createDirectories(home.resolve("rm")).resolve("application.yaml"), """
                ringmaster:
                  subscriptions:
                    first: { platform: mine, priority: 1 }
                  platforms:
                    mine: { command: [%s, "{prompt}"] }
                """.formatted(agent));

        Answer with = run(Map.of("PATH", program("claude", "echo 9.9.9 '(Claude Code)'").getParent() + ":/usr/bin:/bin"),
                "doctor");

        assertThat(with.output()).contains("Claude Code 9.9.9").contains("ok       mine")
                .contains("ok       default").contains("\"first\" (mine)");
        assertThat(with.exitCode()).as(with.output()).isZero();
        assertThat(run(Map.of("RINGMASTER_SUBSCRIPTIONS_FIRST_PLATFORM", "demo"), "doctor").output())
                .as("variables win over the file").contains("\"first\" (demo)");
    }

    @Test
    void the_doctor_fails_while_the_default_account_cannot_work_and_says_what_repairs_it() throws Exception {
        String path = program("claude", "echo 2.0.1 '(Claude Code)'").getParent() + ":/usr/bin:/bin";

        Answer old = run(Map.of("PATH", path, "ANTHROPIC_API_KEY", "sk-ant-fake"), "doctor");

        assertThat(old.output()).contains("Claude Code 2.0.1 is too old, 2.1.128 is the oldest supported")
                .contains("broken   default").contains("-> npm install -g @anthropic-ai/claude-code");
        assertThat(old.exitCode()).isEqualTo(1);

        program("claude", "echo 2.1.330 '(Claude Code)'");
        Answer loggedOut = run(Map.of("PATH", path), "doctor");

        assertThat(loggedOut.output()).contains("which cannot work: Not logged in")
                .contains("-> CLAUDE_CONFIG_DIR=" + home.resolve(".claude") + " claude /login");
        assertThat(loggedOut.exitCode()).isEqualTo(1);
        assertThat(run(Map.of("PATH", path, "ANTHROPIC_API_KEY", "sk-ant-fake"), "doctor").exitCode()).isZero();
    }

    /** The real ones, where this machine has them. */
    @Test
    void the_doctor_finds_every_agent_that_is_installed_and_names_the_first_that_can_work() throws Exception {
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (RealAgent agent : RealAgent.values()) {
            var found = agent.find();
            if (found.isPresent()) {
                Files.createSymbolicLink(bin.resolve(agent.binary()), found.get());
            } else {
                program(agent.binary(), "echo " + agent.version());
            }
        }
        Files.writeString(Files.createDirectories(home.resolve("rm")).resolve("application.yaml"), """
                ringmaster:
                  subscriptions:
                    gemini: { platform: gemini, priority: 60, env: { GEMINI_API_KEY: "${FAKE_KEY:}" } }
                """);
        String path = bin + ":" + System.getenv("PATH");

        Answer answer = run(Map.of("PATH", path, "FAKE_KEY", "fake"), "doctor");

        for (RealAgent agent : RealAgent.values()) {
            assertThat(answer.output()).containsPattern("(ok     |limited)  " + agent.platform() + " +.* " + agent.version());
        }
        assertThat(answer.output()).as("claude is not logged in").contains("ok       default").contains("\"gemini\" (gemini)");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void a_java_that_is_too_old_is_passed_over_with_a_word() throws Exception {
        Path old = fakeJava("17.0.1");

        Answer answer = run(Map.of("JAVA_HOME", old.toString(), "PATH", realJava() + ":/usr/bin:/bin"), "doctor");

        assertThat(answer.output()).contains("is Java 17, which is too old").contains("ok       java");
    }

    @Test
    void a_java_that_only_claims_to_be_new_is_not_used() throws Exception {
        Path broken = fakeJava("99.0.1");

        Answer answer = run(Map.of("JAVA_HOME", broken.toString(), "PATH", realJava() + ":/usr/bin:/bin"), "doctor");

        assertThat(answer.output()).contains("looking elsewhere").contains("ok       java");
    }

    @Test
    void an_unknown_command_is_refused_with_those_there_are() throws Exception {
        Answer answer = run(Map.of(), "frobnicate");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.output()).contains("no command \"frobnicate\"").contains("doctor").contains("bench");
    }

    @Test
    void an_image_with_something_unknown_is_refused_before_anything_is_built() throws Exception {
        assertThat(run(Map.of(), "image", "--agent").output()).contains("image knows no option \"--agent\"");

        Answer answer = run(Map.of(), "image", "--agents=codex,nobody");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.output()).containsAnyOf("there is no agent \"nobody\"", "is missing: on Debian")
                .doesNotContain("building");
    }

    private Answer run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Process process = ServerProcess.launcher(home, environment, arguments).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    private Path fakeJava(String version) throws IOException {
        Path fake = Files.createDirectories(home.resolve("java-" + version));
        Path java = Files.createDirectories(fake.resolve("bin")).resolve("java");
        Files.writeString(fake.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(java, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return fake;
    }

    private Path program(String name, String script) throws IOException {
        Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private static String realJava() {
        return Path.of(System.getProperty("java.home"), "bin").toString();
    }
}
