package dev.ringmaster.loop.work;

import org.jspecify.annotations.Nullable;

/**
 * What the server has found out for itself after an agent said it was done.
 *
 * @param changes whether the branch differs from its base
 * @param check the project's check command; null when it has none
 */
record Evidence(boolean changes, @Nullable Check check) {

    record Check(String command, ShellCommands.Result result) {
    }

    boolean agrees() {
        return changes && (check == null || check.result().passed());
    }

    /** Exactly what is missing, in words for the next iteration; null when nothing is. */
    @Nullable
    String missing() {
        if (!changes) {
            return "You signalled completion, but the branch has no change against its base.";
        }
        if (check == null || check.result().passed()) {
            return null;
        }
        var result = check.result();
        return "You signalled completion, but the check command `" + check.command() + "` failed (" + result.describe()
                + "). Its output ends:\n" + result.tail();
    }
}
