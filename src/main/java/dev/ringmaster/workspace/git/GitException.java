package dev.ringmaster.workspace.git;

import java.util.List;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

/** A git command failed, ran into its time limit, or printed more than it may. */
public class GitException extends RingmasterException {

    private static final long serialVersionUID = 1L;

    private final List<String> command;
    private final int exitCode;
    private final String stderr;

    GitException(List<String> command, int exitCode, String stderr, String what) {
        super(ErrorCode.INTERNAL, "`git " + name(command) + "` " + what + (stderr.isBlank() ? "." : ": " + stderr.strip()));
        this.command = List.copyOf(command);
        this.exitCode = exitCode;
        this.stderr = stderr;
    }

    private static String name(List<String> command) {
        return command.stream().filter(argument -> argument.matches("[a-z][a-z-]+")).findFirst().orElse("");
    }

    /** The arguments after {@code git}. */
    public List<String> command() {
        return command;
    }

    /** -1 when git was ended by us or never started. */
    public int exitCode() {
        return exitCode;
    }

    /** The last 4 KiB that git wrote to standard error. */
    public String stderr() {
        return stderr;
    }

    /** Whether somebody else held a lock file for longer than we were ready to wait. */
    public boolean locked() {
        return Git.saysLocked(stderr);
    }
}
