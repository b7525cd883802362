package dev.ringmaster.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

class ProjectSettingsTest {

    private static final LoopLimits DEFAULTS = new LoopLimits(20, 14_400, new BigDecimal("10.00"));

    @Test
    void aNewProjectTakesTheDefaults() {
        var settings = ProjectSettings.create(input(" Shop ", "/srv/../srv/shop", null, null), DEFAULTS);

        assertThat(settings.name()).isEqualTo("Shop");
        assertThat(settings.repositoryPath()).isEqualTo("/srv/shop");
        assertThat(settings.defaultBranch()).isNull();
        assertThat(settings.techStack()).isEmpty();
        assertThat(settings.defaults()).isEqualTo(DEFAULTS);
        assertThat(settings.deployEnabled()).isFalse();
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        Project now = project();

        assertThat(ProjectSettings.change(now, input(null, null, null, null))).isEqualTo(new ProjectSettings(now.name(),
                now.description(), now.repositoryUrl(), now.repositoryPath(), now.defaultBranch(), now.techStack(),
                now.codingConventions(), now.setupCommand(), now.checkCommand(), now.buildEnabled(), now.deployEnabled(),
                now.mergeOnCompletion(), now.autoApprovePlan(), now.autoApproveReview(), now.subscription(),
                now.onUsageLimit(), now.defaults()));
    }

    @Test
    void aBlankTextTakesAnOptionalValueAway() {
        assertThat(ProjectSettings.change(project(), input(null, null, "", null)).repositoryUrl()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://github.com/a/b.git", "https://git.example.com:8443/a/b", "ssh://git@host/a/b.git",
            "ssh://git@host:2222/a", "git@github.com:a/b.git", "org-1@ssh.host.com:a/b",
            "file:///srv/git/a_b" })
    void takesTheUsualUrls(String url) {
        assertThat(settings(url).repositoryUrl()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = { "ext::sh -c id", "fd::17", "-oProxyCommand=id", "--upload-pack=id", "ssh://-oProxyCommand=id/x",
            "git@-oProxyCommand=id:x", "git@host:-x", "http://github.com/a/b", "git://host/a", "/srv/git/a", "file://host/a",
            "https://github.com", "https://host/a b", "https://host/a\nb", "https://host/a?token=x", "https://host/a#b",
            "HTTPS://host/a" })
    void refusesUrlsGitMightRunOrNotUnderstand(String url) {
        assertRefused(() -> settings(url), "repositoryUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://token@github.com/a/b", "https://user:secret@host/a", "ssh://git:secret@host/a",
            "http://user:secret@host/a" })
    void refusesCredentialsWithoutRepeatingThem(String url) {
        assertThatThrownBy(() -> settings(url)).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("contains credentials")
                .hasMessageNotContaining("secret").hasMessageNotContaining("token");
    }

    @ParameterizedTest
    @ValueSource(strings = { "main", "release/1.2", "feature/äöü", "a-b_c", "v1.0" })
    void takesBranchesAsGitDoes(String branch) {
        assertThat(ProjectSettings.create(input("n", "/r", null, branch), DEFAULTS).defaultBranch()).isEqualTo(branch);
    }

    @ParameterizedTest
    @ValueSource(strings = { " ", "-x", "a b", "a..b", "a~1", "a^", "a:b", "a?", "a*", "a[", "a\\b", "/a", "a/", "a//b", ".a",
            "a/.b", "a.", "a.lock", "a.lock/b", "@", "a@{1}", "HEAD", "refs/heads/main", "a\tb" })
    void refusesBranchesAsGitDoes(String branch) {
        assertRefused(() -> ProjectSettings.create(input("n", "/r", null, branch), DEFAULTS), "defaultBranch");
    }

    @ParameterizedTest
    @CsvSource({ "'',/r,name", "'  ',/r,name", "n,'',repositoryPath", "n,r,repositoryPath", "n,./r,repositoryPath" })
    void needsANameAndAnAbsolutePath(String name, String path, String field) {
        assertRefused(() -> ProjectSettings.create(input(name, path, null, null), DEFAULTS), field);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertRefused(() -> ProjectSettings.create(input("n".repeat(201), "/r", null, null), DEFAULTS), "200 characters");
        assertRefused(() -> with(Collections.nCopies(1, "x".repeat(101)), null, null), "techStack");
        assertRefused(() -> with(numbered(51), null, null), "at most 50");
        assertRefused(() -> with(List.of(), "x".repeat(10_001), null), "checkCommand");
        assertRefused(() -> with(List.of(), "make\0test", null), "NUL");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = { "0,-,-", "1001,-,-", "-,0,-", "-,604801,-", "-,-,0", "-,-,-1", "-,-,100000.01",
            "-,-,0.00001", "-,-,1E+1000000" })
    void refusesLimitsOutOfBounds(@Nullable Integer iterations, @Nullable Integer seconds, @Nullable BigDecimal cost) {
        assertRefused(() -> with(List.of(), null, new LoopLimitsInput(iterations, seconds, cost)), "is");
    }

    @Test
    void takesLimitsAtTheirBounds() {
        var most = new LoopLimitsInput(1_000, 604_800, new BigDecimal("100000"));

        assertThat(with(List.of(), null, most).defaults()).isEqualTo(new LoopLimits(1_000, 604_800, new BigDecimal("100000")));
    }

    private static void assertRefused(ThrowingCallable call, String fragment) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RingmasterException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION)).hasMessageContaining(fragment);
    }

    private static ProjectSettings settings(String url) {
        return ProjectSettings.create(input("n", "/r", url, null), DEFAULTS);
    }

    private static ProjectSettings with(List<String> techStack, @Nullable String check, @Nullable LoopLimitsInput limits) {
        return ProjectSettings.create(new ProjectInput("n", null, null, "/r", null, techStack, null, null, check, null, null,
                null, null, null, null, limits, null), DEFAULTS);
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "t" + i).toList();
    }

    private static ProjectInput input(@Nullable String name, @Nullable String path, @Nullable String url,
            @Nullable String branch) {
        return new ProjectInput(name, null, url, path, branch, null, null, null, null, null, null, null, null, null, null,
                null, null);
    }

    private static Project project() {
        return new Project(UUID.randomUUID(), "Shop", "Sells", "https://host/shop", "/srv/shop", "main", List.of("java"),
                "tidy", "npm ci", "make test", true, true, true, true, true, "main", LimitPolicy.FAIL_OVER, DEFAULTS, false, 3,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
