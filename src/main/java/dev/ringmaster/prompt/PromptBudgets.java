package dev.ringmaster.prompt;

import java.util.Map;

/**
 * How long each part of a prompt may be, in tokens of about four characters. Parts without a budget are ours and short.
 *
 * @throws IllegalArgumentException when a budget is below 100 or above 200,000 tokens; the system prompt, which travels as one
 *         argument of at most 128 KiB, may have 8,000
 */
public record PromptBudgets(Map<Part, Integer> tokens) {

    public static final int CHARACTERS_PER_TOKEN = 4;
    private static final int LEAST = 100;
    private static final int MOST = 200_000;
    private static final int MOST_SYSTEM = 8_000;

    public PromptBudgets {
        tokens.forEach((part, budget) -> {
            int most = part == Part.SYSTEM ? MOST_SYSTEM : MOST;
            if (budget < LEAST || budget > most) {
                throw new IllegalArgumentException("The budget of the prompt's part \"" + part.heading() + "\" is " + budget
                        + " tokens. Set ringmaster.prompt.tokens so that it is between " + LEAST + " and " + most + ".");
            }
        });
        tokens = Map.copyOf(tokens);
    }

    /** How many characters a part may have. */
    int characters(Part part) {
        return tokens.getOrDefault(part, MOST) * CHARACTERS_PER_TOKEN;
    }

    /** How many tokens a text has, about. */
    static int estimate(String text) {
        return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }
}
