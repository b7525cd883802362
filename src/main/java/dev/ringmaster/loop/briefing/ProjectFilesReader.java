package dev.ringmaster.loop.briefing;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import dev.ringmaster.prompt.PromptInput.ProjectFiles;
import dev.ringmaster.workspace.ConfigRepository.ConfigFile;
import dev.ringmaster.workspace.ConfigRepository.Content;

/** What a config repository's files tell an agent: the texts as they are, of skills what they are for and where they lie. */
public final class ProjectFilesReader {

    private static final String SKILL = "skills/[^/]+/SKILL\\.md";
    private static final String FENCE = "---";

    private ProjectFilesReader() {
    }

    /** @param folder where the files lie in the worktree; empty when they could not be laid there, and skills cannot be read */
    public static ProjectFiles read(Content content, Optional<String> folder) {
        var texts = new ArrayList<ProjectFiles.Text>();
        var skills = new ArrayList<ProjectFiles.Skill>();
        for (var file : content.files()) {
            if (file.path().matches(SKILL)) {
                folder.ifPresent(place -> skills.add(skill(file, place)));
            } else if (!file.path().startsWith("skills/")
                    && texts.stream().noneMatch(text -> text.text().equals(file.text()))) {
                texts.add(new ProjectFiles.Text(file.path(), file.text()));
            }
        }
        return new ProjectFiles(texts, skills);
    }

    private static ProjectFiles.Skill skill(ConfigFile file, String folder) {
        var head = frontMatter(file.text());
        var directory = file.path().split("/")[1];
        return new ProjectFiles.Skill(String.valueOf(head.get("name") == null ? directory : head.get("name")),
                String.valueOf(head.get("description") == null ? "see the file" : head.get("description")),
                folder + "/" + file.path());
    }

    /** What stands between two lines of dashes at the beginning; nothing if it cannot be read. */
    private static Map<?, ?> frontMatter(String text) {
        int end = text.startsWith(FENCE) ? text.indexOf("\n" + FENCE, FENCE.length()) : -1;
        if (end < 0) {
            return Map.of();
        }
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(text.substring(FENCE.length(), end)) instanceof Map<?, ?> map
                            ? map
                            : Map.of();
        } catch (YAMLException unreadable) {
            return Map.of();
        }
    }
}
