package dev.ringmaster.loop;

import static dev.ringmaster.loop.ScriptedAgentsProfile.task;
import static dev.ringmaster.loop.ScriptedAgentsProfile.work;
import static dev.ringmaster.testing.LoopCard.newestRun;
import static dev.ringmaster.testing.LoopCard.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.SmallSpoolResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** The disk of the spool runs full while an agent prints. */
@QuarkusTest
@TestProfile(DiskFullIT.SmallSpool.class)
class DiskFullIT {

    /** Scripted agents with a spool of 4 MiB. */
    public static final class SmallSpool implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return new ScriptedAgentsProfile().getConfigOverrides();
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SmallSpoolResource.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    private final LoopBoard board = LoopBoard.ofThisTest();

    @AfterEach
    void end() {
        board.close();
    }

    @Test
    void the_card_says_that_the_disk_is_full_and_works_again_when_it_is_not() throws Exception {
        var config = ConfigProvider.getConfig();
        assumeTrue(config.getValue(SmallSpoolResource.MOUNTED, Boolean.class),
                "A tmpfs cannot be mounted here: run it as root.");
        var card = board.onlyCard(task("yes a line of output | head -c 16000000 || exit 1"), Map.of(), Map.of("maxRetries", 0));

        card.fire("START_CODING");

        var failed = card.awaitState("FAILED");
        assertThat(texts(newestRun(failed).path("iterations"), "outcome")).containsExactly("ERROR", "ERROR", "ERROR");
        assertThat(failed.path("errors").get(0).path("message").asText()).contains("No space left on device",
                "the free space", "spool");
        assertThat(failed.path("attention").path("message").asText()).contains("No space left on device");

        SmallSpoolResource.enlarge(config.getValue("ringmaster.home", Path.class).resolve("spool"));
        card.update(Map.of("taskPrompt", work()));
        card.fire("RETRY");

        assertThat(newestRun(card.awaitState("CODE_REVIEW")).path("iterations")).hasSize(1);
    }
}
