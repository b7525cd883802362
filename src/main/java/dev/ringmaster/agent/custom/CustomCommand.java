package dev.ringmaster.agent.custom;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.ringmaster.support.RingmasterException;

/**
 * The configuration of a custom platform.
 *
 * @param name what subscriptions refer to
 * @param command the argument vector; {@code {prompt}}, {@code {promptFile}}, {@code {session}}, {@code {model}} and
 *        {@code {worktree}} are replaced inside single elements, never by a shell
 * @param environment added to the agent's clean environment; a subscription's variables win over it
 * @param patterns what to find in the lines of its output
 */
public record CustomCommand(String name, List<String> command, Map<String, String> environment, Output output,
        LinePatterns patterns) {

    /** What the CLI prints. */
    public enum Output {
        /** Plain text, line by line. */
        LINES("lines"),
        /** The stream-json schema of Claude Code. */
        STREAM_JSON("stream-json");

        private final String configured;

        Output(String configured) {
            this.configured = configured;
        }

        /**
         * Reads the configuration's word.
         *
         * @throws RingmasterException VALIDATION for any other word
         */
        public static Output of(String configured) {
            Optional<Output> output = Stream.of(values()).filter(value -> value.configured.equals(configured)).findFirst();
            return output.orElseThrow(() -> RingmasterException
                    .invalid("'" + configured + "' is not a kind of output. Write lines or stream-json."));
        }
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    public CustomCommand {
        if (!NAME.matcher(name).matches()) {
            throw RingmasterException.invalid("'" + name
                    + "' cannot name a platform. Use letters, digits, '.', '_' and '-', 64 at most.");
        }
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw RingmasterException.invalid("Platform " + name + " has no program to start. Set ringmaster.platforms."
                    + name + ".command to a list, the program first.");
        }
        if (output != Output.LINES && !patterns.isEmpty()) {
            throw RingmasterException.invalid("Platform " + name + " has patterns, which are for output: lines. Remove"
                    + " ringmaster.platforms." + name + ".patterns.");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Without patterns. */
    public CustomCommand(String name, List<String> command, Map<String, String> environment, Output output) {
        this(name, command, environment, output, LinePatterns.NONE);
    }
}
