package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.workspace.git.GitException;

/** What the end of an iteration takes from the worktree, and what it does not trust there. */
class HarvestIT {

    private static final List<String> NO_FENCE = List.of();

    final GitFixture fixture;
    final Workspace workspace;
    final Path path;
    final Workspaces workspaces = new Workspaces();

    HarvestIT(@TempDir Path temporary) throws IOException {
        fixture = GitFixture.in(temporary);
        workspace = fixture.workspace(workspaces, 1, "A card");
        path = workspace.path();
    }

    @BeforeEach
    void theWorktreeIsIntact() {
        assertThat(workspaces.intact(workspace)).isTrue();
    }

    private Harvest harvest(String since) {
        return workspaces.harvest(workspace, "What was left", since, NO_FENCE);
    }

    @Test
    void commitsAndTellsWhatHasChangedSinceACommit() throws IOException {
        var own = fixture.commit(path, "by-the-agent.txt", "1\n2\n");
        fixture.write(path, "README.md", "edited\n");
        fixture.write(path, "left behind.txt", "left\n");

        var harvest = harvest(workspace.baseCommit());

        assertThat(harvest.head()).isEqualTo(fixture.git(path, "rev-parse", workspace.branch())).isNotEqualTo(own);
        assertThat(harvest.changes()).containsExactly(new FileChange("README.md", "MODIFIED", 1, 1),
                new FileChange("by-the-agent.txt", "ADDED", 2, 0), new FileChange("left behind.txt", "ADDED", 1, 0));
        assertThat(fixture.git(path, "status", "--porcelain")).isEmpty();
    }

    @Test
    void saysThatNothingHasChangedWhenNothingHas() throws IOException {
        var head = fixture.commit(path, "work.txt", "work\n");

        assertThat(harvest(head)).isEqualTo(new Harvest(head, List.of(), List.of()));
        assertThat(harvest(workspace.baseCommit()).changes()).containsExactly(new FileChange("work.txt", "ADDED", 1, 0));
    }

    @Test
    void followsWorkThatTheAgentDidOnABranchOfItsOwn() throws IOException {
        fixture.git(path, "checkout", "-q", "-b", "feature");
        fixture.write(path, "work.txt", "work\n");

        var harvest = harvest(workspace.baseCommit());

        assertThat(harvest.head()).isEqualTo(fixture.git(path, "rev-parse", workspace.branch()));
        assertThat(harvest.changes()).extracting(FileChange::path).containsExactly("work.txt");
        assertThat(fixture.git(path, "branch", "--show-current")).isEqualTo(workspace.branch());
    }

    @Test
    void concludesAMergeAndTellsWhatItBrought() throws IOException {
        fixture.commit(path, "README.md", "ours\n");
        fixture.commit(fixture.repository(), "README.md", "theirs\n");
        assertThat(fixture.tryGit(path, "merge", "main").exitCode()).isNotZero();
        fixture.write(path, "README.md", "both\n");

        var harvest = harvest(workspace.baseCommit());

        assertThat(fixture.git(path, "rev-parse", "HEAD^2")).isEqualTo(fixture.git(path, "rev-parse", "main"));
        assertThat(harvest.head()).isEqualTo(fixture.git(path, "rev-parse", "HEAD"));
        assertThat(harvest.changes()).extracting(FileChange::path).containsExactly("README.md");
    }

    @Test
    void doesNothingWhenTheFenceSaysNo() throws IOException {
        fixture.write(path, "work.txt", "work\n");

        assertThatThrownBy(() -> workspaces.harvest(workspace, "late", workspace.baseCommit(), List.of("sh", "-c", "exit 75")))
                .isInstanceOfSatisfying(GitException.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(75));

        assertThat(workspaces.head(workspace)).isEqualTo(workspace.baseCommit());
        assertThat(fixture.git(path, "status", "--porcelain")).isEqualTo("?? work.txt");
    }

    @Test
    void leavesAWorktreeWhoseGitFileLeadsElsewhereAlone() throws IOException {
        var other = fixture.workspace(workspaces, 2, "Another card");
        fixture.write(path, "work.txt", "work\n");
        for (var lie : List.of(fixture.repository().resolve(".git"),
                fixture.repository().resolve(".git/worktrees/2-another-card"))) {
            Files.writeString(path.resolve(".git"), "gitdir: " + lie + "\n");

            assertThat(workspaces.intact(workspace)).isFalse();
            assertThatThrownBy(() -> harvest(workspace.baseCommit())).isInstanceOf(WorkspaceException.class);
        }
        assertThat(fixture.git(fixture.repository(), "rev-parse", "main", other.branch()).lines())
                .containsOnly(workspace.baseCommit());
    }

    @Test
    void isNotLedElsewhereByASettingOrByTheWorktreesOwnRecords() throws IOException {
        var elsewhere = Files.createDirectory(fixture.home().resolve("elsewhere"));
        fixture.git(path, "config", "extensions.worktreeConfig", "true");
        fixture.git(path, "config", "--worktree", "core.worktree", elsewhere.toString());
        fixture.write(elsewhere, "foreign.txt", "foreign\n");
        fixture.write(path, "work.txt", "work\n");

        var harvest = harvest(workspace.baseCommit());

        assertThat(harvest.changes()).extracting(FileChange::path).containsExactly("work.txt");
        assertThat(elsewhere.resolve("foreign.txt")).exists();
    }

    @Test
    void isNotIntactWithoutItsIndexOrItsRegistrationOrItsDirectory() throws IOException {
        var registration = fixture.repository().resolve(".git/worktrees/1-a-card");
        Files.move(registration.resolve("index"), registration.resolve("index.gone"));
        assertThat(workspaces.intact(workspace)).isFalse();
        Files.move(registration.resolve("index.gone"), registration.resolve("index"));
        assertThat(workspaces.intact(workspace)).isTrue();

        Files.writeString(registration.resolve("gitdir"), fixture.home().resolve("elsewhere/.git") + "\n");
        assertThat(workspaces.intact(workspace)).isFalse();
        Files.writeString(registration.resolve("gitdir"), path.resolve(".git") + "\n");

        Files.move(path, fixture.home().resolve("moved"));
        assertThat(workspaces.intact(workspace)).isFalse();
    }

    @Test
    void worksInARepositoryWhoseGitDirectoryIsAFile() throws IOException {
        var separate = Files.createDirectory(fixture.home().resolve("separate"));
        fixture.git(separate, "init", "-q", "-b", "main", "--separate-git-dir", fixture.home().resolve("kept.git").toString());
        fixture.commit(separate, "README.md", "hello\n");
        var card = workspaces.create(separate, GitFixture.PROJECT, fixture.root().resolve("separate"), 1, "A card", "main",
                null);
        fixture.write(card.path(), "work.txt", "work\n");

        assertThat(workspaces.intact(card)).isTrue();
        assertThat(workspaces.harvest(card, "work", card.baseCommit(), NO_FENCE).changes())
                .containsExactly(new FileChange("work.txt", "ADDED", 1, 0));
    }

    /** Settings are kept from one harvest to the next, so a filter that an agent adds in between must not be missed. */
    @Test
    void seesAFilterThatWasAddedSinceTheSettingsWereRead() throws IOException {
        var config = fixture.repository().resolve(".git/config");
        // Settings are not kept before the file has been at rest for two seconds.
        await().atMost(Duration.ofSeconds(10)).until(() -> ((FileTime) Files.getAttribute(config, "unix:ctime")).toInstant()
                .isBefore(Instant.now().minusMillis(2100)));
        harvest(workspace.baseCommit());
        var times = Files.getLastModifiedTime(config);

        fixture.git(path, "config", "filter.evil.clean", "touch " + fixture.home().resolve("ran"));
        Files.setLastModifiedTime(config, times);
        fixture.write(path, ".gitattributes", "* filter=evil\n");
        fixture.write(path, "work.txt", "work\n");
        var harvest = harvest(workspace.baseCommit());

        assertThat(fixture.home().resolve("ran")).doesNotExist();
        assertThat(harvest.changes()).extracting(FileChange::path).containsExactly(".gitattributes", "work.txt");
    }
}
