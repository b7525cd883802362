package dev.ringmaster.loop;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

import dev.ringmaster.prompt.Part;
import dev.ringmaster.prompt.Prompt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A part of the prompt that an iteration's agent was given. The row keeps the prompt once, and how long its sections are.
 *
 * @param estimatedTokens a quarter of its characters
 * @param text with its heading, as the agent got it
 */
@Type("PromptSection")
public record PromptSection(@NonNull String name, int estimatedTokens, @NonNull String text) {

    static JsonArray sizes(Prompt prompt) {
        var sizes = new JsonArray();
        prompt.sections().forEach(section -> sizes.add(new JsonObject().put("name", section.name())
                .put("characters", section.text().length())));
        return sizes;
    }

    /** In the order in which the agent got them; a prompt from before sections were kept is one. */
    static List<PromptSection> of(Iteration iteration) {
        var sections = new ArrayList<PromptSection>();
        var system = iteration.trace().systemPrompt();
        if (system != null) {
            sections.add(section(Part.SYSTEM.heading(), system));
        }
        var sizes = iteration.trace().promptSections();
        if (sizes == null) {
            sections.add(section("Prompt", iteration.prompt()));
            return sections;
        }
        int start = 0;
        for (int i = 0; i < sizes.size(); i++) {
            var size = sizes.getJsonObject(i);
            int end = Math.min(iteration.prompt().length(), start + size.getInteger("characters"));
            sections.add(section(size.getString("name"), iteration.prompt().substring(Math.min(start, end), end)));
            start = end + Prompt.BETWEEN.length();
        }
        return sections;
    }

    private static PromptSection section(String name, String text) {
        return new PromptSection(name, new Prompt.Section(name, text).estimatedTokens(), text);
    }
}
