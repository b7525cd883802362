package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

class RepositoriesIT {

    final GitFixture fixture;
    final Repositories repositories = new Repositories();

    RepositoriesIT(@TempDir Path temporary) throws IOException {
        fixture = GitFixture.in(temporary);
    }

    @Test
    void acceptsTheTopLevelWithItsCheckedOutBranch() {
        var found = repositories.inspect(fixture.repository().toString(), null);

        assertThat(found).isEqualTo(new Repository(fixture.repository(), "main",
                fixture.git(fixture.repository(), "rev-parse", "HEAD"), false));
    }

    @Test
    void acceptsABareRepositoryAndASymbolicLink() throws IOException {
        fixture.git(fixture.home(), "clone", "-q", "--bare", fixture.repository().toString(), "bare.git");
        var link = Files.createSymbolicLink(fixture.home().resolve("link"), fixture.home().resolve("bare.git"));

        var found = repositories.inspect(link.toString(), "main");

        assertThat(found.bare()).isTrue();
        assertThat(found.path()).isEqualTo(fixture.home().resolve("bare.git"));
    }

    @Test
    void refusesWhatIsNoRepository() throws IOException {
        refuses("relative/path", null, "is relative");
        refuses(fixture.home().resolve("missing").toString(), null, "There is no directory");
        refuses("\0", null, "is not a path");
        refuses(Files.createDirectory(fixture.home().resolve("plain")).toString(), null, "is not a git repository");
        refuses(Files.createDirectory(fixture.repository().resolve("sub")).toString(), null,
                "Give the repository's top level, " + fixture.repository());
        refuses(fixture.repository().resolve(".git").toString(), null, "inside of a git directory");
    }

    @Test
    void refusesABranchThatCannotBeWorkedOn() throws IOException {
        fixture.git(fixture.repository(), "update-ref", "refs/heads/-h", "HEAD");

        refuses(fixture.repository().toString(), "-h", "not a valid branch name");
        refuses(fixture.repository().toString(), "a..b", "not a valid branch name");
        refuses(fixture.repository().toString(), "--upload-pack=x", "not a valid branch name");
        refuses(fixture.repository().toString(), "develop", "has no branch \"develop\"");
        fixture.git(fixture.home(), "init", "-q", "-b", "main", "empty");
        refuses(fixture.home().resolve("empty").toString(), null, "make the first commit");
        fixture.git(fixture.repository(), "checkout", "-q", "--detach");
        refuses(fixture.repository().toString(), null, "Name the default branch");
    }

    @Test
    void refusesAPartialClone() {
        fixture.git(fixture.repository(), "config", "remote.origin.promisor", "true");

        refuses(fixture.repository().toString(), "main", "partial clone");
    }

    private void refuses(String path, @Nullable String branch, String because) {
        assertThatThrownBy(() -> repositories.inspect(path, branch)).isInstanceOfSatisfying(RingmasterException.class,
                refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION)).hasMessageContaining(because);
    }
}
