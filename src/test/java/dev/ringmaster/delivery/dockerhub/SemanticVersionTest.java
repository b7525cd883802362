package dev.ringmaster.delivery.dockerhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class SemanticVersionTest {

    @Test
    void versions_count_by_their_numbers() {
        assertThat(Stream.of("v1.9.0", "1.10.0", "latest", "2.0.0-rc.1", "1.2", "01.2.3", "99999999999999999999.0.0")
                .filter(tag -> SemanticVersion.parse(tag).isPresent())
                .sorted((a, b) -> SemanticVersion.parse(a).orElseThrow().compareTo(SemanticVersion.parse(b).orElseThrow())))
                .containsExactly("v1.9.0", "1.10.0", "99999999999999999999.0.0");
    }
}
