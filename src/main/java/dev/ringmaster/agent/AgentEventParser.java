package dev.ringmaster.agent;

import java.util.List;

/**
 * Turns one agent process's output lines into events. Pure and stateful: one instance per process, fed in order; feeding
 * the same lines again to a new instance gives the same events. Lenient: unknown input becomes {@link AgentEvent.Raw},
 * never an exception.
 */
public interface AgentEventParser {

    /** @param line one line of standard output without its line end; NUL-free */
    List<AgentEvent> stdout(String line);

    /** @param line one line of standard error without its line end; NUL-free */
    List<AgentEvent> stderr(String line);

    /** Whether the agent prints plain lines, so that texts that follow each other are parts of one text. */
    default boolean linewise() {
        return false;
    }

    /** The process has exited and all its output was fed: what only the end of the stream can tell. */
    List<AgentEvent> end(int exitCode);
}
