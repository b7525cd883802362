package dev.ringmaster.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import com.marcnuri.helm.Helm;

/** The chart, and what Helm makes of it. */
final class Chart {

    static final Path DIRECTORY = Path.of("helm", "ringmaster");

    private static final Path WITHOUT_HOOKS = Path.of("target", "chart-without-hooks");

    private Chart() {
    }

    /** What {@code helm template} prints, which is all but hooks. */
    static String render(String release, String namespace, String values) {
        return render(DIRECTORY, release, namespace, values);
    }

    /** All manifests of a release, hooks too: Helm's library leaves those out, unless they do not say that they are some. */
    static List<Manifest> manifests(String release, String namespace, String values) {
        try {
            for (Path file : files(DIRECTORY)) {
                Path target = WITHOUT_HOOKS.resolve(DIRECTORY.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replaceAll("(?m)^ *helm\\.sh/hook: .*\n", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(render(WITHOUT_HOOKS, release, namespace, values));
    }

    private static String render(Path chart, String release, String namespace, String values) {
        Path file = null;
        try {
            file = Files.createTempFile("values", ".yaml");
            Files.writeString(file, values);
            return new Helm(chart).template().withName(release).withNamespace(namespace).withKubeVersion("1.34.0")
                    .withValuesFile(file).call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (file != null) {
                assertThat(file.toFile().delete()).isTrue();
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** The manifests of a release called {@code trial} in a namespace {@code team}. */
    static List<Manifest> manifests(String values) {
        return manifests("trial", "team", values);
    }

    /** The only manifest of a kind. */
    static Manifest only(String kind, String values) {
        var found = manifests(values).stream().filter(manifest -> manifest.kind().equals(kind)).toList();
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    /** A path into a manifest, continued. */
    static Object[] path(Object[] start, Object... rest) {
        return Stream.concat(Stream.of(start), Stream.of(rest)).toArray();
    }

    static List<Manifest> read(String yaml) {
        return StreamSupport.stream(yaml().loadAll(yaml).spliterator(), false).filter(Map.class::isInstance)
                .map(document -> new Manifest((Map<?, ?>) document)).toList();
    }

    static Yaml yaml() {
        return new Yaml(new SafeConstructor(new LoaderOptions()));
    }
}
