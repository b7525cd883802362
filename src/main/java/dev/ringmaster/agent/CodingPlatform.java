package dev.ringmaster.agent;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A kind of coding-agent CLI. One small package per platform; everything else is common to all of them. */
public interface CodingPlatform {

    /** The name subscriptions refer to, such as {@code claude-code}. */
    String name();

    /** Finds the binary, its version and its login. May start processes and block for seconds: never on an event loop. */
    PlatformProbe probe();

    /**
     * Whether an account is logged in, from files and variables alone. Reads files: never on an event loop.
     *
     * @return null where that cannot be told without spending money
     */
    default @Nullable Boolean loggedIn(Subscription account) {
        return null;
    }

    /**
     * What a person does to log an account in: a command, or what to set.
     *
     * @param configDir the account's own configuration directory
     */
    default String login(Path configDir) {
        return "renew the credential in the subscription's env";
    }

    /**
     * Whether the CLI can add to its system prompt, which it keeps in mind better than what stands at the beginning of a
     * prompt. Elsewhere the rules of every iteration are the prompt's first section.
     */
    default boolean takesSystemPrompt() {
        return false;
    }

    /**
     * Where the CLI keeps files of its own, besides an account's configuration directory: it may write there in a sandbox too.
     * Reads directories: never on an event loop.
     */
    default List<Path> ownDirectories() {
        return List.of();
    }

    /** Pure: decides how to start the agent, touches nothing. */
    LaunchSpec launch(AgentTask task);

    AgentEventParser parser(AgentTask task);
}
