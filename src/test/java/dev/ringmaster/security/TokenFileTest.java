package dev.ringmaster.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.support.RingmasterException;

class TokenFileTest {

    private final Path directory;

    TokenFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void makes_a_token_for_its_owner_only_and_leaves_nothing_beside_it() throws IOException {
        var home = directory.resolve("deep/home");

        var loaded = new TokenFile(home).load();

        assertThat(loaded.fresh()).isTrue();
        assertThat(loaded.token().reveal()).hasSize(43).matches("[A-Za-z0-9_-]+");
        assertThat(mode(home.resolve("token"))).isEqualTo("rw-------");
        assertThat(mode(home)).isEqualTo("rwx------");
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve("token"));
        }
    }

    @Test
    void reads_the_same_token_on_later_starts() throws IOException {
        var first = new TokenFile(directory).load();

        var second = new TokenFile(directory).load();

        assertThat(second.fresh()).isFalse();
        assertThat(second.token().matches(first.token().reveal())).isTrue();
    }

    @Test
    void closes_a_file_that_others_can_read() throws IOException {
        var file = directory.resolve("token");
        new TokenFile(directory).load();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        new TokenFile(directory).load();

        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void refuses_a_file_that_holds_no_token_and_does_not_show_what_it_holds() throws IOException {
        Files.writeString(directory.resolve("token"), "secret");

        assertThatThrownBy(() -> new TokenFile(directory).load()).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("delete the file").hasMessageNotContaining("secret ");
    }

    @Test
    void two_servers_that_start_together_agree_on_one_token() throws Exception {
        var starts = new ArrayList<Callable<TokenFile.Loaded>>();
        for (int i = 0; i < 8; i++) {
            starts.add(() -> new TokenFile(directory).load());
        }
        try (var pool = Executors.newFixedThreadPool(starts.size())) {
            var loaded = new ArrayList<TokenFile.Loaded>();
            for (var start : pool.invokeAll(starts)) {
                loaded.add(start.get());
            }
            assertThat(loaded.stream().map(l -> l.token().reveal()).distinct()).hasSize(1);
            assertThat(loaded.stream().filter(TokenFile.Loaded::fresh)).hasSize(1);
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
