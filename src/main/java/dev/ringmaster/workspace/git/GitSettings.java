package dev.ringmaster.workspace.git;

import java.util.LinkedHashMap;
import java.util.Map;

/** Settings that a git is told by its environment and that win over every file; see git-config(1), GIT_CONFIG_COUNT. */
public final class GitSettings {

    private GitSettings() {
    }

    /** @param settings by key, in the order in which git is to read them; an empty value is one */
    public static Map<String, String> variables(Map<String, String> settings) {
        var variables = new LinkedHashMap<String, String>();
        int count = 0;
        for (var setting : settings.entrySet()) {
            variables.put("GIT_CONFIG_KEY_" + count, setting.getKey());
            variables.put("GIT_CONFIG_VALUE_" + count, setting.getValue());
            count++;
        }
        variables.put("GIT_CONFIG_COUNT", Integer.toString(count));
        return variables;
    }
}
