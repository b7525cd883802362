package dev.ringmaster.loop.work;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;

/**
 * How an agent's process ended, before any evidence is looked at.
 *
 * @param lastEvents what only the end of the stream told; not journaled yet
 * @param committed what the journal holds of the output; null when there is none
 * @param exitCode -1 where there is none
 * @param outcome COMPLETED means that the agent says so
 * @param complaint why it did not go well, in words; null when it did
 */
record ProcessEnd(IterationTally tally, List<AgentEvent> lastEvents, OutputPump.@Nullable Committed committed,
        int exitCode, IterationOutcome outcome, @Nullable String complaint) {

    static ProcessEnd lost(IterationTally tally, OutputPump.@Nullable Committed committed) {
        return new ProcessEnd(tally, List.of(), committed, -1, IterationOutcome.LOST,
                "The agent's process is gone without an exit code: it was killed, or the machine was restarted.");
    }

    static ProcessEnd notStarted(IterationTally tally, String why) {
        return new ProcessEnd(tally, List.of(), null, -1, IterationOutcome.ERROR, "The agent could not be started: " + why);
    }
}
