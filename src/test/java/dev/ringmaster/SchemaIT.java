package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.Board;
import dev.ringmaster.testing.DatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class SchemaIT {

    /** What of the contract is still to be built. The test fails for a place that is built and still stands here. */
    private static final Set<String> NOT_BUILT = Set.of();

    @Test
    void theServerKeepsTheContract() throws IOException {
        String server = Board.ofServerUnderTest().schema();

        Map<String, String> differences = new TreeMap<>(SchemaContract.differences(contract(), server));

        Set<String> built = new TreeSet<>(NOT_BUILT);
        built.removeAll(differences.keySet());
        assertThat(built).as("built, so no longer to be excused").isEmpty();
        differences.keySet().removeAll(NOT_BUILT);
        assertThat(differences).isEmpty();
    }

    private static String contract() throws IOException {
        try (InputStream in = SchemaIT.class.getResourceAsStream("/contract.graphql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
