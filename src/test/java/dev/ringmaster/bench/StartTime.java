package dev.ringmaster.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.ringmaster.ServerProcess;
import dev.ringmaster.support.postgres.EmbeddedPostgres;

/** From the command to the first time that the server calls itself ready. */
final class StartTime implements Measurement {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String how(Scale scale) {
        return "From `./ringmaster up` on a built tree to a positive `/q/health/ready`. The first start unpacks Postgres, makes"
                + " the database and its tables; a later one, after a stop, finds them. Medians of " + rounds(scale) + ".";
    }

    private static int rounds(Scale scale) {
        return scale.of(3, 1);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        var first = new Samples();
        var later = new Samples();
        for (int i = 0; i < rounds(lab.scale()); i++) {
            // Not the home of the lab, which shares its Postgres binaries with others.
            var home = Files.createDirectory(lab.home().resolve("start" + i));
            try {
                first.add(start(home));
                later.add(start(home));
            } finally {
                EmbeddedPostgres.start(home.resolve("rm")).close();
            }
        }
        return List.of(Figure.atMost("first start to ready", first.median(), "s", 6),
                Figure.plain("later start to ready", later.median(), "s"));
    }

    private static double start(Path home) throws Exception {
        long from = System.nanoTime();
        try (var server = ServerProcess.up(home)) {
            server.awaitReady(Duration.ofMillis(10));
            double seconds = (System.nanoTime() - from) / 1e9;
            server.stop();
            return seconds;
        }
    }
}
