package dev.ringmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.agent.AgentsConfig;
import dev.ringmaster.agent.setup.AgentSetup;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class PlatformExaminationTest {

    private final Path home;
    private final Path bin;
    private final Map<String, String> settings = new HashMap<>();

    PlatformExaminationTest(@TempDir Path home) {
        this.home = home;
        this.bin = home.resolve("bin");
    }

    @BeforeEach
    void the_settings_that_come_with_the_server() throws IOException {
        settings.put("ringmaster.subscriptions.demo.platform", "demo");
        settings.put("ringmaster.subscriptions.demo.automatic", "false");
        settings.put("ringmaster.subscriptions.claude.platform", "claude-code");
        settings.put("ringmaster.subscriptions.claude.config-dir", home.resolve("claude").toString());
        program("sh", "0");
    }

    @Test
    void without_any_agent_it_names_them_all_and_the_default_is_broken() {
        var findings = examine();

        assertThat(findings.bySubject()).containsOnlyKeys("claude-code", "aider", "codex", "gemini", "opencode", "demo",
                "default");
        assertThat(findings.of("claude-code").severity()).isEqualTo(Finding.Severity.LIMITED);
        assertThat(findings.of("claude-code").repair()).isEqualTo("npm install -g @anthropic-ai/claude-code");
        assertThat(findings.of("codex").repair()).isEqualTo("npm install -g @openai/codex");
        assertThat(findings.of("demo").severity()).isEqualTo(Finding.Severity.GOOD);
        assertThat(findings.of("default").severity()).isEqualTo(Finding.Severity.BROKEN);
        assertThat(findings.of("default").found()).contains("\"claude\" (claude-code)");
        assertThat(findings.of("default").repair()).contains("npm install -g @anthropic-ai/claude-code").contains("demo");
    }

    @Test
    void an_agent_that_is_installed_and_logged_in_is_good_with_its_version() throws IOException {
        program("claude", "2.1.330 (Claude Code)");
        settings.put("ringmaster.subscriptions.claude.env.ANTHROPIC_API_KEY", "sk-ant-test");

        var findings = examine();

        assertThat(findings.of("claude-code").severity()).isEqualTo(Finding.Severity.GOOD);
        assertThat(findings.of("claude-code").found()).contains("2.1.330").contains(bin.resolve("claude").toString());
        assertThat(findings.of("default").severity()).isEqualTo(Finding.Severity.GOOD);
    }

    @Test
    void an_agent_that_is_not_logged_in_cannot_be_the_default() throws IOException {
        program("claude", "2.1.330 (Claude Code)");

        var findings = examine();

        assertThat(findings.of("claude-code").severity()).isEqualTo(Finding.Severity.LIMITED);
        assertThat(findings.of("claude-code").repair()).contains("claude /login");
        assertThat(findings.of("default").severity()).isEqualTo(Finding.Severity.BROKEN);
        assertThat(findings.of("default").repair()).contains("claude /login");
    }

    @Test
    void each_account_has_a_login_of_its_own() throws IOException {
        program("claude", "2.1.330 (Claude Code)");
        settings.put("ringmaster.subscriptions.work.platform", "claude-code");
        settings.put("ringmaster.subscriptions.work.priority", "200");
        settings.put("ringmaster.subscriptions.work.env.ANTHROPIC_API_KEY", "sk-ant-test");

        assertThat(examine().of("default").found()).contains("\"work\" (claude-code)");
        assertThat(exitCode()).isZero();
    }

    @Test
    void an_agent_that_is_too_old_says_so_and_how_to_update_it() throws IOException {
        program("codex", "codex-cli 0.99.0");

        var finding = examine().of("codex");

        assertThat(finding.severity()).isEqualTo(Finding.Severity.LIMITED);
        assertThat(finding.found()).contains("Codex CLI 0.99.0 is too old");
        assertThat(finding.repair()).isEqualTo("npm install -g @openai/codex");
    }

    /** What {@code ./ringmaster doctor} exits with. */
    @Test
    void the_exit_code_tells_whether_the_default_can_work() throws IOException {
        settings.put("ringmaster.subscriptions.codex.platform", "codex");
        settings.put("ringmaster.subscriptions.codex.priority", "200");
        settings.put("ringmaster.subscriptions.codex.env.OPENAI_API_KEY", "sk-test");
        assertThat(exitCode()).as("none is installed").isEqualTo(1);

        program("codex", "codex-cli 0.169.0");
        assertThat(exitCode()).as("one is, which has the second priority").isZero();
        assertThat(examine().of("default").found()).contains("\"codex\" (codex)");

        program("claude", "2.1.330 (Claude Code)");
        program("gemini", "0.61.0");
        program("opencode", "1.18.33");
        program("aider", "aider 0.86.2");
        settings.put("ringmaster.subscriptions.claude.env.ANTHROPIC_API_KEY", "sk-ant-test");
        assertThat(exitCode()).as("all are").isZero();
        assertThat(examine().of("default").found()).contains("\"claude\" (claude-code)");
    }

    private int exitCode() {
        return new Doctor(List.of(new Examination() {
            @Override
            public String title() {
                return "Coding agents";
            }

            @Override
            public List<Finding> examine() {
                return List.copyOf(PlatformExaminationTest.this.examine().bySubject().values());
            }
        })).run(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    @Test
    void a_custom_agent_is_named_and_may_be_the_default() throws IOException {
        program("my-agent", "1.0");
        settings.put("ringmaster.platforms.mine.command[0]", "my-agent");
        settings.put("ringmaster.subscriptions.first.platform", "mine");
        settings.put("ringmaster.subscriptions.first.priority", "1");

        var findings = examine();

        assertThat(findings.of("mine").severity()).isEqualTo(Finding.Severity.GOOD);
        assertThat(findings.of("default").severity()).isEqualTo(Finding.Severity.GOOD);
        assertThat(findings.of("default").found()).contains("\"first\" (mine)");
    }

    @Test
    void a_custom_agent_that_is_not_there_is_no_failure_unless_it_is_the_default() {
        settings.put("ringmaster.platforms.mine.command[0]", "my-agent");

        var findings = examine();

        assertThat(findings.of("mine").severity()).isEqualTo(Finding.Severity.LIMITED);
        assertThat(findings.of("mine").repair()).contains("ringmaster.platforms.mine.command");
    }

    @Test
    void an_account_on_a_platform_that_does_not_exist_is_broken() {
        settings.put("ringmaster.subscriptions.claude.platform", "clod");

        assertThat(examine().of("default").found()).contains("\"claude\" (clod), and there is no such platform");
    }

    @Test
    void no_account_at_all_is_broken() {
        settings.put("ringmaster.subscriptions.claude.enabled", "false");

        assertThat(examine().of("default").severity()).isEqualTo(Finding.Severity.BROKEN);
        assertThat(examine().of("default").repair()).contains("ringmaster.subscriptions");
    }

    @Test
    void settings_that_cannot_be_read_are_a_finding_too() {
        settings.put("ringmaster.subscriptions.claude.priority", "urgent");

        assertThat(examine().bySubject()).containsOnlyKeys("settings");
        assertThat(examine().of("settings").found()).contains("ringmaster.subscriptions.claude.priority");
    }

    private record Findings(Map<String, Finding> bySubject) {

        Finding of(String subject) {
            return Objects.requireNonNull(bySubject.get(subject), subject);
        }
    }

    private Findings examine() {
        var environment = Map.of("PATH", bin.toString(), "HOME", home.toString());
        List<Finding> findings = new PlatformExamination(() -> new AgentSetup(config(), home, environment))
                .examine();
        return new Findings(findings.stream().collect(Collectors.toMap(Finding::subject, Function.identity())));
    }

    private AgentsConfig config() {
        return new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(AgentsConfig.class).withValidateUnknown(false).build().getConfigMapping(AgentsConfig.class);
    }

    private void program(String name, String version) throws IOException {
        Path file = Files.createDirectories(bin).resolve(name);
        Files.writeString(file, "#!/bin/sh\necho '" + version + "'\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
