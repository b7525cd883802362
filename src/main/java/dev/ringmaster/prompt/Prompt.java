package dev.ringmaster.prompt;

import java.util.List;

/**
 * A prompt, whole and in its sections.
 *
 * @param text the sections one after the other, as the agent gets them
 */
public record Prompt(String text, List<Section> sections) {

    public Prompt {
        sections = List.copyOf(sections);
    }

    /**
     * A part of a prompt.
     *
     * @param name its heading
     * @param text the part with its heading
     * @param estimatedTokens a quarter of its characters, rounded up: good enough to see what fills a prompt
     */
    public record Section(String name, String text, int estimatedTokens) {

        static Section of(String name, String text) {
            return new Section(name, text, (text.length() + 3) / 4);
        }
    }

    public int estimatedTokens() {
        return sections.stream().mapToInt(Section::estimatedTokens).sum();
    }
}
