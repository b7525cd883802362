package dev.ringmaster.prompt;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A prompt in its sections.
 *
 * @param system what the platform takes as its system prompt, apart from the text; null where it stands in the text
 * @param sections of the text
 */
public record Prompt(@Nullable Section system, List<Section> sections) {

    /** What stands between two sections of the text. */
    public static final String BETWEEN = "\n\n";

    public Prompt {
        sections = List.copyOf(sections);
    }

    /**
     * A part of a prompt.
     *
     * @param name its heading
     * @param text the part with its heading
     */
    public record Section(String name, String text) {

        /** A quarter of its characters, rounded up: good enough to see what fills a prompt. */
        public int estimatedTokens() {
            return PromptBudgets.estimate(text);
        }
    }

    /** The sections one after the other, as the agent gets them. */
    public String text() {
        return sections.stream().map(Section::text).collect(Collectors.joining(BETWEEN)) + "\n";
    }
}
