package dev.ringmaster.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** An image in the format of {@code docker save}: its configuration and its layers, the lowest first. */
record ImageTarball(Path file, JsonNode config, List<String> layers) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Looks at one file of a layer; the content can be read until it returns. */
    interface Visitor {
        void visit(TarArchiveEntry entry, InputStream content) throws IOException;
    }

    static ImageTarball open(Path file) throws IOException {
        Map<String, JsonNode> documents = new HashMap<>();
        try (var archive = archive(file)) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (entry.getName().endsWith(".json")) {
                    documents.put(entry.getName(), JSON.readTree(archive.readAllBytes()));
                }
            }
        }
        JsonNode manifest = documents.getOrDefault("manifest.json", JSON.missingNode()).path(0);
        var layers = new ArrayList<String>();
        manifest.path("Layers").forEach(layer -> layers.add(layer.asText()));
        JsonNode config = documents.get(manifest.path("Config").asText());
        if (config == null) {
            throw new IOException(file + " is no image: it has " + documents.keySet());
        }
        return new ImageTarball(file, config, List.copyOf(layers));
    }

    /** What the layers say about themselves, such as "debian"; Jib's are called "extra files". */
    List<String> history() {
        var steps = new ArrayList<String>();
        config.path("history").forEach(step -> steps.add(step.path("comment").asText(step.path("created_by").asText())));
        return steps;
    }

    /** Shows every file of one layer. */
    void visit(String layer, Visitor visitor) throws IOException {
        try (var archive = archive(file)) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (entry.getName().equals(layer)) {
                    visit(archive, visitor);
                    return;
                }
            }
        }
        throw new IOException(file + " has no layer " + layer);
    }

    private static void visit(InputStream layer, Visitor visitor) throws IOException {
        try (var files = new TarArchiveInputStream(new GZIPInputStream(layer, 1 << 16))) {
            for (var entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                visitor.visit(entry, files);
            }
        }
    }

    /** Lays the image out in a directory, as a container's file system; as root with the owners that the files shall have. */
    void unpack(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (var archive = archive(file)) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (layers.contains(entry.getName())) {
                    unpack(archive, directory);
                }
            }
        }
    }

    private static void unpack(InputStream layer, Path directory) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "--extract", "--gzip", "--preserve-permissions", "--numeric-owner",
                "--warning=no-unknown-keyword", "--directory=" + directory).inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE).start();
        try (var input = tar.getOutputStream()) {
            layer.transferTo(input);
        }
        if (tar.waitFor() != 0) {
            throw new IOException("a layer could not be unpacked into " + directory);
        }
    }

    private static TarArchiveInputStream archive(Path file) throws IOException {
        return new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }
}
