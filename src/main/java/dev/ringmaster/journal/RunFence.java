package dev.ringmaster.journal;

import java.util.UUID;

/** Who writes for a run. A write is accepted only while the run's row still names this owner and this epoch. */
public record RunFence(UUID runId, String owner, long epoch) {

    /** The run was taken over by somebody else: stop, and end your own process. */
    public static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Lost(RunFence fence) {
            super("run " + fence.runId() + " is no longer owned by " + fence.owner() + " at epoch " + fence.epoch());
        }
    }
}
