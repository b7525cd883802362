package dev.ringmaster.agent.aider;

import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** A sentence with which aider says that something failed (aider/exceptions.py, aider/coders/base_coder.py, aider/main.py). */
record Failure(Kind kind, String text) {

    enum Kind {
        LIMIT,
        LOGIN,
        OTHER
    }

    private static final Pattern LIMIT = Pattern.compile("The API provider has rate limited you\\..*"
            + "|litellm\\.(?:RateLimitError|RouterRateLimitError|BudgetExceededError)\\b.*");
    private static final Pattern LOGIN = Pattern.compile("The API provider is not able to authenticate you\\..*"
            + "|Permission was denied\\. Check your API key and/or credentials\\."
            + "|litellm\\.(?:AuthenticationError|PermissionDeniedError)\\b.*");
    private static final Pattern OTHER = Pattern.compile("The API provider.*(?:overloaded|safety policy|unable to fetch).*"
            + "|litellm\\.\\w+(?:Error|Timeout)?: .*|Model \\S+ has hit a token limit!"
            + "|The LLM did not conform to the edit format\\.|Only \\d+ reflections allowed, stopping\\."
            + "|Empty response received from LLM\\. Check your provider account\\?"
            + "|Message file not found: .*|Error reading message file: .*|Exception while updating files:");

    /**
     * The failure that this sentence tells.
     *
     * @param before the one that no success has followed yet: a vaguer sentence does not take its place
     */
    static Optional<Failure> in(String sentence, @Nullable Failure before) {
        if (LIMIT.matcher(sentence).matches()) {
            return Optional.of(new Failure(Kind.LIMIT, sentence));
        }
        if (LOGIN.matcher(sentence).matches()) {
            return Optional.of(new Failure(Kind.LOGIN, sentence));
        }
        if (OTHER.matcher(sentence).matches()) {
            return Optional.of(before == null || before.kind() == Kind.OTHER ? new Failure(Kind.OTHER, sentence) : before);
        }
        return Optional.empty();
    }
}
