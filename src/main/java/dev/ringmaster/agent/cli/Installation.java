package dev.ringmaster.agent.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

import dev.ringmaster.agent.Subscription;

/**
 * Where a platform's CLI and its login are looked for.
 *
 * @param command the program: a path, or a name that is looked for in PATH
 * @param configDir the CLI's configuration directory of the account that is tried first
 * @param accountEnvironment what that account's configuration adds to an agent's environment
 * @param serverEnvironment where PATH and HOME come from; an agent inherits nothing else of it
 */
public record Installation(String command, Path configDir, Map<String, String> accountEnvironment,
        Map<String, String> serverEnvironment) {

    public Installation {
        accountEnvironment = Map.copyOf(accountEnvironment);
        serverEnvironment = Map.copyOf(serverEnvironment);
    }

    /** The same program with another account. */
    public Installation of(Subscription account) {
        return new Installation(command, account.configDir(), account.environment(), serverEnvironment);
    }

    /** Whether the account's configuration gives the agent a variable whose name satisfies this, with a value. */
    public boolean gives(Predicate<String> variable) {
        return accountEnvironment.entrySet().stream()
                .anyMatch(entry -> variable.test(entry.getKey()) && !entry.getValue().isBlank());
    }

    /** Whether it gives one that looks like a provider's key, whoever the provider is. */
    public boolean givesAnyKey() {
        return gives(variable -> variable.endsWith("_API_KEY"));
    }

    /** Without the environments: they hold credentials. */
    @Override
    public String toString() {
        return "Installation[" + command + ", " + configDir + "]";
    }
}
