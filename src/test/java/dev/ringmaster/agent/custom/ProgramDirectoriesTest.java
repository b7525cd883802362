package dev.ringmaster.agent.custom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramDirectoriesTest {

    private final Path directory;

    ProgramDirectoriesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void a_directory_with_the_program_and_its_notes_is_its_own() throws IOException {
        var program = program("agent");
        Files.writeString(directory.resolve("notes.txt"), "x");

        assertThat(of(program)).containsExactly(directory);
        assertThat(ProgramDirectories.of(List.of("/bin/sh", program.toString()), "/usr/bin:" + directory)).isEmpty();
    }

    @Test
    void a_directory_with_other_programs_or_directories_is_not() throws IOException {
        var program = program("agent");
        var other = program("other");
        assertThat(of(program)).isEmpty();

        Files.delete(other);
        Files.createDirectory(directory.resolve("sub"));
        assertThat(of(program)).isEmpty();
    }

    @Test
    void words_that_are_no_files_name_none() {
        assertThat(ProgramDirectories.of(List.of("agent", "{prompt}", directory.toString(), directory + "/missing"), ""))
                .isEmpty();
    }

    private List<Path> of(Path program) {
        return ProgramDirectories.of(List.of("/bin/sh", program.toString(), "{prompt}"), "/usr/bin:/bin");
    }

    private Path program(String name) throws IOException {
        var file = Files.writeString(directory.resolve(name), "#!/bin/sh");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
