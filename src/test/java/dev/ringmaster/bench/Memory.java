package dev.ringmaster.bench;

import java.util.List;

/** What the server holds in memory while fifty agents flood it. */
final class Memory implements Measurement {

    private static final int AGENTS = 50;
    private static final String AGENT = """
            my $block = ("x" x 149 . "\\n") x 400;
            for (1 .. %d) { syswrite(STDOUT, $block) // exit }
            sleep 3600;
            """;
    private static final int BLOCK_BYTES = 150 * 400;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String how(Scale scale) {
        return AGENTS + " agents print " + megabytes(scale) + " MB each at once, as fast as the disk takes it, and live on. The"
                + " server journals it for " + seconds(scale)
                + " s; the figure is the most resident memory its JVM had (VmHWM)."
                + " Postgres and the agents are not counted. How much was journaled in that time stands beside it: what is"
                + " not yet, waits in files.";
    }

    private static int megabytes(Scale scale) {
        return scale.of(200, 20);
    }

    private static int seconds(Scale scale) {
        return scale.of(60, 15);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        lab.agent("lines", AGENT.formatted(megabytes(lab.scale()) * 1_000_000 / BLOCK_BYTES));
        var server = lab.server();
        var project = server.createProject(lab.repository());
        double idle = server.memory().now();
        for (int i = 0; i < AGENTS; i++) {
            server.startLoop(project, "Memory " + i, 1);
        }
        try (var database = Database.of(lab)) {
            Waiting.until(() -> database.runningAgents() == AGENTS);
            Thread.sleep(seconds(lab.scale()) * 1000L);
            return List.of(
                    Figure.atMost("resident memory, " + AGENTS + " agents x " + megabytes(lab.scale()) + " MB, most",
                            server.memory().most(), "MiB", 400),
                    Figure.plain("resident memory before, idle", idle, "MiB"),
                    Figure.plain("journaled meanwhile", database.stdoutBytes() / 1e6, "MB"));
        }
    }
}
