package dev.ringmaster.workspace.git;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringmaster.support.RingmasterException;

/**
 * The environment under which git starts no program but itself. An agent can write the repository's configuration and its
 * attributes, so both are hostile. What cannot be switched off once and for all (drivers have free names) is read from the
 * configuration and overridden name by name. Overrides go through {@code GIT_CONFIG_KEY_n} (git 2.31), because a name may
 * contain {@code =}, at which {@code -c} would split.
 */
final class Hardening {

    /** Does what git's built-in text merge does; an empty driver would silently keep one side. */
    private static final String TEXT_MERGE = "git merge-file --marker-size=%L %A %O %B";

    private static final String[] DEFAULT_PATH = { "/usr/local/bin", "/usr/bin", "/bin" };

    private static final Pattern FILTER = Pattern.compile("filter\\.(.*)\\.(clean|smudge|process|required)", Pattern.DOTALL);
    private static final Pattern DIFF_DRIVER = Pattern.compile("diff\\.(.+)\\.(textconv|command)", Pattern.DOTALL);
    /** Git gives an external diff a path, then file, id and mode of both sides; see gitattributes(5). */
    private static final String PLAIN_DIFF = "f() { git --no-pager diff --no-ext-diff --no-index -- \"$2\" \"$5\"; true; }; f";
    /** The settings that name a program whatever the repository's files are. */
    private static final List<String> HARMFUL = List.of("core.hooksPath", "core.fsmonitor", "core.alternateRefsCommand",
            "core.attributesFile", "credential.helper", "protocol.ext.allow", "commit.gpgSign", "tag.gpgSign", "gpg.program",
            "log.showSignature", "maintenance.auto", "gc.auto");
    private static final Pattern MERGE_DRIVER = Pattern.compile("merge\\.(.*)\\.driver", Pattern.DOTALL);

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("LC_ALL", "C"),
            Map.entry("HOME", "/nonexistent"),
            Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
            Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
            Map.entry("GIT_ATTR_NOSYSTEM", "1"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_OPTIONAL_LOCKS", "0"),
            // Nothing here talks to a remote, and a partial clone's missing objects would run the remote's upload-pack.
            Map.entry("GIT_ALLOW_PROTOCOL", "none"),
            Map.entry("GIT_NO_LAZY_FETCH", "1"),
            Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
            Map.entry("GIT_LITERAL_PATHSPECS", "1"),
            Map.entry("GIT_EDITOR", ":"),
            Map.entry("GIT_SEQUENCE_EDITOR", ":"),
            Map.entry("GIT_PAGER", "cat"),
            Map.entry("GIT_ASKPASS", "false"),
            Map.entry("SSH_ASKPASS", "false"),
            Map.entry("GIT_SSH_COMMAND", "false"),
            Map.entry("GIT_MERGE_AUTOEDIT", "no"));

    private static final Map<String, String> CONFIG = Map.ofEntries(
            Map.entry("core.hooksPath", "/dev/null"),
            Map.entry("core.fsmonitor", "false"),
            Map.entry("core.attributesFile", "/dev/null"),
            Map.entry("core.alternateRefsCommand", "false"),
            Map.entry("core.safecrlf", "false"),
            Map.entry("core.splitIndex", "false"),
            Map.entry("credential.helper", ""),
            Map.entry("protocol.allow", "never"),
            Map.entry("protocol.ext.allow", "never"),
            Map.entry("diff.external", ""),
            // git asks a submodule for its state by running git in it, under the submodule's own configuration.
            Map.entry("diff.ignoreSubmodules", "all"),
            Map.entry("submodule.recurse", "false"),
            Map.entry("status.submoduleSummary", "false"),
            Map.entry("commit.gpgSign", "false"),
            Map.entry("tag.gpgSign", "false"),
            Map.entry("log.showSignature", "false"),
            Map.entry("merge.verifySignatures", "false"),
            Map.entry("gpg.program", "false"),
            Map.entry("merge.autoStash", "false"),
            Map.entry("merge.renormalize", "false"),
            Map.entry("rerere.enabled", "false"),
            Map.entry("gc.auto", "0"),
            Map.entry("maintenance.auto", "false"),
            Map.entry("color.ui", "false"),
            Map.entry("i18n.commitEncoding", "UTF-8"));

    /** Without relative entries: they would be looked up in the repository. */
    static final String SEARCH_PATH = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"), DEFAULT_PATH)
            .flatMap(Stream::of).filter(entry -> entry.startsWith("/")).distinct().collect(Collectors.joining(":"));

    private Hardening() {
    }

    /** Enough to read a repository's configuration, which runs nothing. */
    static Map<String, String> environment() {
        return environment(Map.of());
    }

    /**
     * @param settings the fields of {@code git config --list -z}: each a key, a newline and a value, or a key alone
     */
    static Map<String, String> environment(List<String> settings) {
        var overrides = new LinkedHashMap<String, String>();
        var identity = new LinkedHashMap<>(Map.of("user.name", "Ringmaster", "user.email", "ringmaster@localhost"));
        for (String setting : settings) {
            int newline = setting.indexOf('\n');
            String key = newline < 0 ? setting : setting.substring(0, newline);
            String value = newline < 0 ? "" : GitOutput.display(setting.substring(newline + 1));
            neutralise(GitOutput.display(key), overrides);
            if (!value.isBlank()) {
                identity.computeIfPresent(key.toLowerCase(Locale.ROOT), (k, v) -> value);
            }
        }
        var environment = environment(overrides);
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + role + "_NAME", identity.getOrDefault("user.name", ""));
            environment.put("GIT_" + role + "_EMAIL", identity.getOrDefault("user.email", ""));
        }
        return environment;
    }

    /**
     * What the git that somebody else runs in the repository is told instead of its configuration, so that this starts no
     * program: settings by key. What such a git may do otherwise, such as talk to remotes, stays as it is.
     */
    static Map<String, String> harmless(List<String> settings) {
        var overrides = new LinkedHashMap<String, String>();
        HARMFUL.forEach(key -> overrides.put(key, CONFIG.getOrDefault(key, "")));
        for (String setting : settings) {
            String key = GitOutput.display(setting.split("\n", 2)[0]);
            neutralise(key, overrides);
            Matcher driver = DIFF_DRIVER.matcher(key);
            if (key.equals("diff.external")) {
                // Git cannot be told to have none: an empty one is a program that it does not find.
                overrides.put(key, PLAIN_DIFF);
            } else if (driver.matches()) {
                overrides.put(key, driver.group(2).equals("textconv") ? "cat" : PLAIN_DIFF);
            }
        }
        return overrides;
    }

    private static void neutralise(String key, Map<String, String> overrides) {
        Matcher filter = FILTER.matcher(key);
        boolean driver = MERGE_DRIVER.matcher(key).matches();
        if ((filter.matches() || driver) && !key.chars().allMatch(c -> c >= ' ' && c < 127)) {
            // It could not be named in an environment variable for certain, so it could not be overridden for certain.
            throw RingmasterException.invalid("The repository's git configuration names a filter or merge driver \"" + key
                    + "\" with other than ASCII characters. Rename or remove it.");
        }
        if (filter.matches()) {
            for (String command : List.of("clean", "smudge", "process")) {
                overrides.put("filter." + filter.group(1) + "." + command, "");
            }
            overrides.put("filter." + filter.group(1) + ".required", "false");
        }
        if (driver) {
            overrides.put(key, TEXT_MERGE);
        }
    }

    private static Map<String, String> environment(Map<String, String> overrides) {
        var config = new LinkedHashMap<>(CONFIG);
        config.putAll(overrides);
        var environment = new LinkedHashMap<>(ENVIRONMENT);
        environment.put("PATH", SEARCH_PATH);
        environment.putAll(GitSettings.variables(config));
        return environment;
    }
}
