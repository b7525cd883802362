package dev.ringmaster.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.testing.RealAgent;

/** What the tarballs of the image hold, and what they do not. */
class ImageContentIT {

    private static final int SETUID_SETGID = 06000;
    private static final int STICKY = 01000;
    private static final int WORLD_WRITABLE = 0002;
    private static final long RINGMASTER = 10001;
    private static final String HOME = "var/lib/ringmaster/";

    /** What keeps secrets, by its name. */
    private static final Pattern SECRET = Pattern.compile(
            ".*/(\\.npmrc|\\.netrc|\\.pypirc|\\.env|\\.git-credentials|\\.gitconfig|\\.docker|\\.ssh|\\.m2|\\.aws|\\.kube|id_[a-z0-9]+"
                    + "|settings\\.xml|credentials(\\.json)?|[^/]*\\.(key|p12|jks|pfx))|root/.*|home/.+|" + HOME + ".+");
    /** Debian's own: the directory of root, and Java's certificates. */
    private static final Pattern NO_SECRET = Pattern.compile("root/(\\.bashrc|\\.profile)?|opt/agents/.*/node_modules/.*");
    /** What building leaves, and what the machine that builds would tell of itself. */
    private static final Pattern LEFTOVER = Pattern.compile(
            "(tmp|run|proc|sys|dev|var/tmp|var/log|var/cache/apt|var/lib/apt/lists|var/cache/ldconfig)/.+"
                    + "|etc/(resolv\\.conf|hostname|hosts|passwd-|shadow-|group-|gshadow-)|.*\\.dpkg-(old|new|tmp)"
                    + "|.*/\\.cache/.*|.*\\.aot\\.config|.*/quarkus-app-dependencies\\.txt");
    private static final String TRAINING_TOKEN = "token-of-the-training-run";

    @ParameterizedTest
    @ValueSource(strings = { "", "-agents" })
    void it_runs_as_an_ordinary_user_and_is_ready_to_be_configured(String flavour) throws IOException {
        var image = BuiltImages.open(flavour);
        JsonNode config = image.config().path("config");

        assertThat(config.path("User").asText()).isEqualTo("10001:10001");
        assertThat(config.path("Entrypoint")).extracting(JsonNode::asText).containsExactly("/usr/bin/tini", "--",
                "/opt/ringmaster/bin/ringmaster");
        assertThat(config.path("Cmd").isMissingNode() || config.path("Cmd").isNull()).isTrue();
        assertThat(config.path("ExposedPorts").fieldNames()).toIterable().containsExactly("8080/tcp");
        assertThat(config.path("Volumes").fieldNames()).toIterable().containsExactly("/var/lib/ringmaster");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/var/lib/ringmaster");
        assertThat(config.path("Healthcheck").path("Test").toString()).contains("/q/health/ready");
        assertThat(config.path("Env")).extracting(JsonNode::asText).containsExactlyInAnyOrder(
                "PATH=/opt/agents/bin:/opt/ringmaster/bin:/usr/local/bin:/usr/bin:/bin", "HOME=/var/lib/ringmaster",
                "RINGMASTER_HOME=/var/lib/ringmaster", "QUARKUS_HTTP_HOST=0.0.0.0", "LANG=C.UTF-8", "MALLOC_ARENA_MAX=2");
        JsonNode labels = config.path("Labels");
        assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo(version() + flavour);
        assertThat(labels.path("org.opencontainers.image.revision").asText()).matches("[0-9a-f]{40}");
        assertThat(labels.path("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    }

    @Test
    void what_changes_seldom_lies_below_and_both_flavours_share_it() throws IOException {
        var plain = BuiltImages.open("");
        var agents = BuiltImages.open("-agents");

        assertThat(plain.history()).containsExactly("debian", "extra files", "extra files", "extra files");
        assertThat(agents.history()).startsWith("debian", "tools")
                .hasSize(plain.layers().size() + 1 + RealAgent.values().length);
        assertThat(agents.layers()).containsAll(plain.layers());
        var server = plain.layers().subList(1, 4);
        assertThat(names(plain, server.get(0))).allMatch(name -> isAbove(name, "opt/ringmaster/lib"));
        assertThat(names(plain, server.get(1))).contains("opt/ringmaster/quarkus-run.jar", "opt/ringmaster/bin/ringmaster");
        assertThat(names(plain, server.get(2))).contains("opt/ringmaster/ringmaster.aot").allMatch(
                name -> isAbove(name, "opt/ringmaster/ringmaster.aot"));
        assertThat(names(plain, plain.layers().getFirst())).contains("usr/bin/git", "usr/bin/tini", "usr/bin/bwrap",
                "usr/bin/ssh", "usr/bin/setsid", "usr/bin/flock", HOME);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "-agents" })
    void nothing_in_it_gives_rights_keeps_secrets_or_was_left_behind(String flavour) throws IOException {
        var image = BuiltImages.open(flavour);
        Map<String, String> faults = new TreeMap<>();
        for (String layer : image.layers()) {
            image.visit(layer, (entry, content) -> {
                fault(entry).ifPresent(fault -> faults.put(name(entry), fault));
            });
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void the_server_in_it_does_not_know_where_it_was_built() throws IOException {
        var image = BuiltImages.open("");
        String directory = Path.of("").toAbsolutePath().toString();
        List<String> traces = new ArrayList<>();
        int[] looked = { 0 };
        for (String layer : image.layers().subList(1, 4)) {
            image.visit(layer, (entry, content) -> {
                if (entry.isFile() && !name(entry).startsWith("opt/ringmaster/lib/")) {
                    looked[0]++;
                    search(name(entry), content.readAllBytes(), List.of(directory, TRAINING_TOKEN), traces);
                }
            });
        }
        assertThat(traces).isEmpty();
        assertThat(looked[0]).isGreaterThanOrEqualTo(6);
    }

    @Test
    void the_agents_are_there_in_the_versions_that_are_tested() throws IOException {
        var image = BuiltImages.open("-agents");
        Map<String, String> links = new TreeMap<>();
        List<String> versions = new ArrayList<>();
        for (String layer : image.layers().subList(2, 2 + RealAgent.values().length)) {
            image.visit(layer, (entry, content) -> {
                String name = name(entry);
                if (name.startsWith("opt/agents/bin/") && entry.isSymbolicLink()) {
                    links.put(name.substring(15), entry.getLinkName());
                } else if (name.matches("opt/agents/[^/]+/node_modules/(@[^/]+/)?[^/@]+/package\\.json")
                        || name.matches(".*/aider_chat-[^/]+/METADATA")) {
                    versions.add(version(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
                }
            });
        }
        assertThat(links).containsOnlyKeys("claude", "codex", "gemini", "opencode", "aider").allSatisfy(
                (program, target) -> assertThat(target).startsWith("../"));
        for (RealAgent agent : RealAgent.values()) {
            assertThat(versions).as(agent.name()).contains(agent.version());
        }
    }

    private static java.util.Optional<String> fault(TarArchiveEntry entry) {
        String name = name(entry);
        boolean own = (name + "/").startsWith(HOME) || name.equals(HOME);
        if (entry.isFile() && (entry.getMode() & SETUID_SETGID) != 0) {
            return java.util.Optional.of("setuid or setgid");
        }
        if (!entry.isSymbolicLink() && (entry.getMode() & WORLD_WRITABLE) != 0 && (entry.getMode() & STICKY) == 0) {
            return java.util.Optional.of("everybody may write to it");
        }
        if (own ? entry.getLongUserId() != RINGMASTER : entry.getLongUserId() != 0) {
            return java.util.Optional.of("belongs to user " + entry.getLongUserId());
        }
        if (LEFTOVER.matcher(name).matches()) {
            return java.util.Optional.of("left behind");
        }
        if (SECRET.matcher(name).matches() && !NO_SECRET.matcher(name).matches()) {
            return java.util.Optional.of("may hold a secret");
        }
        return java.util.Optional.empty();
    }

    private static void search(String name, byte[] content, List<String> words, List<String> traces) throws IOException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        words.stream().filter(text::contains).forEach(word -> traces.add(name + " contains " + word));
        if (name.endsWith(".jar")) {
            try (var jar = new ZipInputStream(new ByteArrayInputStream(content))) {
                for (var entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                    search(name + "!" + entry.getName(), jar.readAllBytes(), words, traces);
                }
            }
        }
    }

    private static List<String> names(ImageTarball image, String layer) throws IOException {
        var names = new ArrayList<String>();
        image.visit(layer, (entry, content) -> names.add(name(entry)));
        return names;
    }

    private static String name(TarArchiveEntry entry) {
        return entry.getName().replaceFirst("^(\\./|/)", "");
    }

    /** Whether one lies on the way to the other, or below it. */
    private static boolean isAbove(String name, String path) {
        return (path + "/").startsWith(name) || name.startsWith(path);
    }

    private static String version(String metadata) {
        var match = Pattern.compile("\"version\": *\"([^\"]+)\"|(?m)^Version: (.+)$").matcher(metadata);
        return !match.find() ? "" : match.group(1) != null ? match.group(1) : match.group(2).strip();
    }

    private static String version() throws IOException {
        try (InputStream chart = java.nio.file.Files.newInputStream(Path.of("helm", "ringmaster", "Chart.yaml"))) {
            return new String(chart.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.startsWith("appVersion:"))
                    .map(line -> line.substring(11).strip()).findFirst().orElseThrow();
        }
    }
}
