package dev.ringmaster.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.RealAgent;

/** The agents' versions are said in one list, and what is written about them elsewhere goes by it. */
class AgentListTest {

    private static final Path LIST = Path.of("src", "image", "agents");

    @Test
    void the_tests_were_written_for_the_versions_of_the_list() throws IOException {
        assertThat(versions()).containsExactlyElementsOf(Arrays.stream(RealAgent.values()).map(RealAgent::version).toList());
    }

    @Test
    void the_manual_describes_the_versions_of_the_list() throws IOException {
        String manual = Files.readString(Path.of("docs", "agents.md"));

        assertThat(versions()).allSatisfy(version -> assertThat(manual).contains(" " + version + " |"));
    }

    private static List<String> versions() throws IOException {
        return Files.readAllLines(LIST).stream().filter(line -> !line.startsWith("#")).map(line -> line.split(" +", 3)[1])
                .toList();
    }
}
