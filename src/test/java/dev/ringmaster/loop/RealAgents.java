package dev.ringmaster.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import dev.ringmaster.testing.LoopBoard;
import dev.ringmaster.testing.LoopCard;
import dev.ringmaster.testing.ModelReply;
import dev.ringmaster.testing.ModelServer;
import dev.ringmaster.testing.RealAgent;

/** For each test on a server with {@link RealAgentsProfile}: a model that its agents ask, and a board of their cards. */
final class RealAgents implements BeforeEachCallback, AfterEachCallback {

    private final RealAgent[] needed;
    private @Nullable ModelServer model;
    private @Nullable LoopBoard board;

    /** @param needed without which every test is skipped */
    RealAgents(RealAgent... needed) {
        this.needed = needed.clone();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Arrays.stream(needed).forEach(RealAgent::orSkip);
        model = RealAgentsProfile.startModel();
        board = LoopBoard.ofThisTest();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (board != null) {
            board.close();
        }
        if (model != null) {
            model.close();
        }
    }

    ModelServer model() {
        return Objects.requireNonNull(model);
    }

    LoopBoard board() {
        return Objects.requireNonNull(board);
    }

    /** Waits until an agent has asked for this reply. */
    static void reached(ModelReply.Held held) throws InterruptedException {
        assertThat(held.reached().await(LoopCard.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the model is asked").isTrue();
    }
}
