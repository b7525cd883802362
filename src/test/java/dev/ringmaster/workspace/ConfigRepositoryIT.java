package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.workspace.ConfigRepository.ConfigFile;
import dev.ringmaster.workspace.ConfigRepository.Content;

/** A config repository, read by real git, and its files in a card's worktree. */
class ConfigRepositoryIT {

    private final GitFixture fixture;
    private final Workspaces workspaces = new Workspaces();
    private final Path config;
    private Workspace workspace;

    ConfigRepositoryIT(@TempDir Path temporary) throws IOException {
        fixture = GitFixture.in(temporary);
        config = Files.createDirectory(fixture.home().resolve("config"));
    }

    @BeforeEach
    void create() throws IOException {
        fixture.git(config, "init", "-q", "-b", "trunk");
        fixture.commit(config, "team/AGENTS.md", "Write tests first.\n");
        fixture.commit(config, "team/skills/release/SKILL.md", "---\nname: release\n---\nTag it.\n");
        fixture.commit(config, "team/README.md", "For people.\n");
        fixture.git(config, "tag", "v1");
        workspace = fixture.workspace(workspaces, 1, "A card");
    }

    private Content read(@Nullable String ref, @Nullable String folder) {
        var repository = new ConfigRepository(fixture.home().resolve("copies"), ConfigSource.of(config.toString(), ref, folder),
                "");
        return repository.read(repository.fetch());
    }

    private static List<String> paths(Content content) {
        return content.files().stream().map(ConfigFile::path).toList();
    }

    @Test
    void the_files_for_agents_are_read_at_a_ref_and_nothing_else() throws IOException {
        assertThat(paths(read(null, "team"))).containsExactly("AGENTS.md", "skills/release/SKILL.md");
        assertThat(read(null, null).files()).isEmpty();

        fixture.commit(config, "team/AGENTS.md", "Write them later.\n");

        assertThat(read("trunk", "/team/").files().getFirst().text()).isEqualTo("Write them later.\n");
        assertThat(read("v1", "team").files().getFirst().text()).isEqualTo("Write tests first.\n");
        assertThatThrownBy(() -> read("v2", "team")).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("no branch or tag \"v2\"");
    }

    @Test
    void links_submodules_and_unsafe_paths_are_left_out_and_said() throws IOException {
        Files.createSymbolicLink(config.resolve("team/CLAUDE.md"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(config.resolve("team/skills/out"), Path.of("/etc"));
        Files.writeString(config.resolve("team/skills/release/big.txt"), "x".repeat(300 * 1024));
        Files.writeString(config.resolve("team/skills/a\u0001b"), "no");
        fixture.git(config, "add", "-A");
        fixture.git(config, "update-index", "--add", "--cacheinfo",
                "160000," + fixture.git(config, "rev-parse", "HEAD") + ",team/skills/module");
        fixture.git(config, "commit", "-q", "-m", "Hostile");

        var content = read(null, "team");

        assertThat(paths(content)).containsExactly("AGENTS.md", "skills/release/SKILL.md");
        assertThat(content.leftOut()).anySatisfy(out -> assertThat(out).isEqualTo("CLAUDE.md: a symbolic link"))
                .anySatisfy(out -> assertThat(out).isEqualTo("skills/out: a symbolic link"))
                .anySatisfy(out -> assertThat(out).isEqualTo("skills/module: no file"))
                .anySatisfy(out -> assertThat(out).contains("a\u0001b: its path is not safe"))
                .anySatisfy(out -> assertThat(out).contains("big.txt", "256 KiB"));
    }

    @Test
    void they_lie_in_the_worktree_without_being_seen_by_git() throws IOException {
        Files.writeString(config.resolve("team/skills/release/run.sh"), "#!/bin/sh\n");
        assertThat(config.resolve("team/skills/release/run.sh").toFile().setExecutable(true)).isTrue();
        fixture.git(config, "add", "-A");
        fixture.git(config, "commit", "-q", "-m", "A script");
        var files = new ProjectFiles(workspace);
        var folder = workspace.path().resolve(".ringmaster");

        assertThat(files.lay(read(null, "team").files())).isEmpty();
        assertThat(files.lay(read("v1", "team").files())).as("again").isEmpty();
        assertThat(folder.resolve("skills/release/run.sh")).as("not in v1").doesNotExist();
        assertThat(files.lay(read(null, "team").files())).isEmpty();

        assertThat(folder.resolve("AGENTS.md")).hasContent("Write tests first.");
        assertThat(folder.resolve("skills/release/run.sh")).isExecutable();
        fixture.git(workspace.path(), "add", "-A");
        assertThat(fixture.git(workspace.path(), "status", "--porcelain")).isEmpty();
        assertThat(fixture.git(fixture.repository(), "status", "--porcelain", "--ignored")).isEmpty();
        assertThat(workspaces.hasChanges(workspace)).isFalse();
        assertThat(workspaces.commitAll(workspace, "work").sha()).isEmpty();
        assertThat(workspaces.remove(workspace)).as("keeps no worktree").isInstanceOf(RemoveResult.Removed.class);
    }

    @Test
    void what_an_agent_has_made_of_them_is_put_right_and_without_files_they_go() throws IOException {
        var files = new ProjectFiles(workspace);
        var folder = workspace.path().resolve(".ringmaster");
        var outside = Files.createDirectory(fixture.home().resolve("outside"));
        assertThat(files.lay(read(null, "team").files())).isEmpty();
        Files.writeString(folder.resolve("AGENTS.md"), "Do as you like.\n");
        Files.delete(folder.resolve("skills/release/SKILL.md"));
        Files.delete(folder.resolve("skills/release"));
        Files.createSymbolicLink(folder.resolve("skills/release"), outside);

        assertThat(files.lay(read(null, "team").files())).isEmpty();

        assertThat(folder.resolve("AGENTS.md")).hasContent("Write tests first.");
        assertThat(outside).isEmptyDirectory();
        assertThat(files.lay(List.of())).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_folder_of_the_repository_itself_is_left_as_it_is() throws IOException {
        fixture.commit(workspace.path(), ".ringmaster/notes.md", "mine\n");

        assertThat(new ProjectFiles(workspace).lay(read(null, "team").files())).hasValueSatisfying(
                why -> assertThat(why).contains("has a .ringmaster of its own"));

        assertThat(workspace.path().resolve(".ringmaster/AGENTS.md")).doesNotExist();
        assertThat(workspace.path().resolve(".ringmaster/notes.md")).hasContent("mine");
        assertThat(new ProjectFiles(workspace).lay(List.of())).isEmpty();
        assertThat(workspace.path().resolve(".ringmaster/notes.md")).exists();
    }

    @Test
    void a_link_in_its_place_leads_nowhere() throws IOException {
        var outside = Files.createDirectory(fixture.home().resolve("outside"));
        Files.createSymbolicLink(workspace.path().resolve(".ringmaster"), outside);

        assertThat(new ProjectFiles(workspace).lay(read(null, "team").files())).isPresent();

        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = { "ext::sh -c touch% x", "ssh://git@host/x", "git@host:x", "--upload-pack=x", "https://u:p@host/x",
            "relative/path", "file:relative", "https://host", "" })
    void an_address_that_git_could_run_or_that_holds_a_password_is_refused(String url) {
        assertThatThrownBy(() -> ConfigSource.of(url, null, null)).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("https://host/path");
    }

    @Test
    void a_password_in_an_address_is_not_told_again() {
        assertThatThrownBy(() -> ConfigSource.of("https://me:open-sesame@host/x", null, null))
                .hasMessageContaining("\"https://host/x\" came with a credential").message().doesNotContain("open-sesame");
    }

    @Test
    void a_ref_or_folder_that_is_an_option_or_leads_out_is_refused() {
        assertThatThrownBy(() -> ConfigSource.of("/c", "--all", null)).hasMessageContaining("ref");
        assertThatThrownBy(() -> ConfigSource.of("/c", "a..b", null)).hasMessageContaining("ref");
        assertThatThrownBy(() -> ConfigSource.of("/c", null, "a/../b")).hasMessageContaining("folder");
        assertThatThrownBy(() -> ConfigSource.of("/c", null, "a b")).hasMessageContaining("folder");
        assertThat(ConfigSource.of(" /c ", " ", " /a/b/ ").folder()).isEqualTo("a/b");
    }
}
