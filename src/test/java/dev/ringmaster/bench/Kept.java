package dev.ringmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What was measured since the last clean build, so that the whole can be taken in pieces, when the machine is quiet. */
final class Kept {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A measurement's figures without the measurement. */
    record Piece(List<Figure> figures, String load, double seconds) {
    }

    private final Path directory;

    Kept(Scale scale) {
        this.directory = Path.of("target", "bench", scale.name().toLowerCase(Locale.ROOT));
    }

    void keep(Report.Entry entry) throws IOException {
        Files.createDirectories(directory);
        JSON.writeValue(file(entry.measurement()).toFile(), new Piece(entry.figures(), entry.load(), entry.seconds()));
    }

    Optional<Report.Entry> of(Measurement measurement) throws IOException {
        if (!Files.exists(file(measurement))) {
            return Optional.empty();
        }
        var piece = JSON.readValue(file(measurement).toFile(), Piece.class);
        return Optional.of(new Report.Entry(measurement, piece.figures(), piece.load(), piece.seconds()));
    }

    private Path file(Measurement measurement) {
        return directory.resolve(measurement.name() + ".json");
    }
}
