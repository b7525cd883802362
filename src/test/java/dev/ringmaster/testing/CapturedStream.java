package dev.ringmaster.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEventParser;

/** What a real CLI printed once, from the test resources. {@code exitCode} is 128+n for death by signal n. */
public record CapturedStream(List<String> stdout, List<String> stderr, int exitCode) {

    /**
     * Reads one capture.
     *
     * @param name such as {@code claude/S1}
     */
    public static CapturedStream load(String name) {
        int exit = Integer.parseInt(read(name + ".exit").strip());
        return new CapturedStream(lines(read(name + ".stdout")), lines(read(name + ".stderr")),
                exit < 0 ? 128 - exit : exit);
    }

    /** Such as {@code claude/S1}, for each capture that there is. */
    public static Stream<String> names() {
        try {
            Path root = Path.of(Objects.requireNonNull(CapturedStream.class.getResource("/agent-streams")).toURI());
            try (Stream<Path> files = Files.walk(root)) {
                return files.map(file -> root.relativize(file).toString()).filter(name -> name.endsWith(".stdout"))
                        .map(name -> name.substring(0, name.length() - ".stdout".length())).sorted().toList().stream();
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException("/agent-streams", unreadable);
        }
    }

    /** All events in the order in which a server would see them. */
    public List<AgentEvent> feed(AgentEventParser parser) {
        List<AgentEvent> events = new ArrayList<>();
        stdout.forEach(line -> events.addAll(parser.stdout(line)));
        stderr.forEach(line -> events.addAll(parser.stderr(line)));
        events.addAll(parser.end(exitCode));
        return events;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    private static String read(String file) {
        String resource = "/agent-streams/" + file;
        try (InputStream stream = CapturedStream.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(resource, unreadable);
        }
    }
}
