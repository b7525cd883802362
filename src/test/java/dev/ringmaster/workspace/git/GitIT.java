package dev.ringmaster.workspace.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.support.RingmasterException;

class GitIT {

    final Path directory;
    final Git git;

    GitIT(@TempDir Path temporary) {
        directory = temporary;
        git = Git.outside(directory);
        git.run("init", "-q", "--template=", "-b", "main");
    }

    @Test
    void namesTheCommandTheExitCodeAndTheReason() {
        assertThatThrownBy(() -> git.run("rev-parse", "--verify", "nothing")).isInstanceOfSatisfying(GitException.class,
                failure -> {
                    assertThat(failure.exitCode()).isEqualTo(128);
                    assertThat(failure.command()).containsExactly("rev-parse", "--verify", "nothing");
                    assertThat(failure.stderr()).contains("Needed a single revision");
                    assertThat(failure)
                            .hasMessageContaining("`git rev-parse` failed with exit code 128: fatal: Needed a single revision");
                    assertThat(failure.locked()).isFalse();
                });
        assertThatThrownBy(() -> Git.outside(directory.resolve("missing")).run("status")).isInstanceOf(GitException.class)
                .hasMessageContaining("could not be started");
    }

    @Test
    void endsACommandThatTakesTooLongOrPrintsTooMuch() throws IOException {
        // Holds its output open for ever, as a filter would: cat-file waits for more input on a pipe that nobody closes.
        var fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().onExit().join().exitValue()).isZero();
        assertThatThrownBy(() -> git.within(Duration.ofMillis(300)).run("hash-object", fifo.toString()))
                .isInstanceOf(GitException.class).hasMessageContaining("did not end within");
        assertThat(ProcessHandle.current().descendants().noneMatch(child -> child.info().command().orElse("").endsWith("/git")))
                .isTrue();

        var blob = git.feed("x".repeat(100_000).getBytes(StandardCharsets.US_ASCII), "hash-object", "-w", "--stdin").text();
        var cut = git.printing(1000).attempt("cat-file", "-p", blob);
        assertThat(cut.cut()).isTrue();
        assertThat(cut.stdout()).hasSize(1000);
        assertThatThrownBy(() -> git.printing(1000).run("cat-file", "-p", blob)).hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void waitsForALockOfSomebodyElse() throws Exception {
        Files.writeString(directory.resolve("file"), "content");
        var lock = Files.writeString(directory.resolve(".git/index.lock"), "");
        var release = Thread.ofPlatform().start(() -> {
            try {
                Thread.currentThread().join(300);
                Files.delete(lock);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        git.run("add", "file");

        release.join();
        assertThat(git.run("ls-files").text()).isEqualTo("file");
    }

    @Test
    void refusesNamesThatAreNoBranches() {
        assertThat(git.branchRef("feature/x")).isEqualTo("refs/heads/feature/x");
        for (String name : new String[] { "-h", "--all", "", " ", "a b", "a..b", "a.lock", "@{-1}", "a\nb", "a\0b" }) {
            assertThatThrownBy(() -> git.branchRef(name)).as(name).isInstanceOf(RingmasterException.class);
        }
    }

    @Test
    void talksToNoRemote() throws IOException {
        var other = Files.createDirectory(directory.resolve("other"));
        Git.outside(other).run("init", "-q", "--template=");
        for (String url : new String[] { other.toString(), "file://" + other, "ext::touch " + directory.resolve("mark"),
                "https://127.0.0.1:1/x" }) {
            assertThatThrownBy(() -> git.run("ls-remote", url)).as(url).hasMessageContaining("not allowed");
        }
        assertThat(directory.resolve("mark")).doesNotExist();
    }
}
