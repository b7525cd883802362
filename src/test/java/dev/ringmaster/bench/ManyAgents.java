package dev.ringmaster.bench;

import java.util.List;
import java.util.Map;

/** Whether a server with as many agents as it may have still answers. */
final class ManyAgents implements Measurement {

    private static final String AGENT = """
            $| = 1;
            my $busy = $$ %% 30 == 0;
            print "up\\n";
            while (1) { select(undef, undef, undef, $busy ? 0.05 : 5); print "still here\\n" }
            """.replace("%%", "%");

    @Override
    public String name() {
        return "agents";
    }

    @Override
    public String how(Scale scale) {
        return agents(scale)
                + " agents live at a time, most of them printing a line every 5 s, one in thirty 20 lines a second."
                + " When all are up, the query of the board's first 50 cards is asked " + questions(scale) + " times, one after"
                + " the other; then the server's resident memory is read.";
    }

    private static int agents(Scale scale) {
        return scale.of(300, 60);
    }

    private static int questions(Scale scale) {
        return scale.of(500, 150);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        int agents = agents(lab.scale());
        lab.agent("lines", AGENT);
        var server = lab.server();
        var project = server.createProject(lab.repository());
        long from = System.nanoTime();
        for (int i = 0; i < agents; i++) {
            server.startLoop(project, "Agent " + i, 1);
        }
        try (var database = Database.of(lab)) {
            Waiting.until(() -> database.runningAgents() == agents);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        var answer = new Samples();
        for (int i = 0; i < questions(lab.scale()); i++) {
            answer.add(ask(server, project));
        }
        return List.of(
                Figure.atMost("resident memory with " + agents + " agents, most", server.memory().most(), "MiB", 400),
                Figure.plain("query of 50 cards meanwhile, p50", answer.median(), "ms"),
                Figure.plain("query of 50 cards meanwhile, p99", answer.percentile(99), "ms"),
                Figure.plain("until all agents were up", seconds, "s"));
    }

    private static double ask(BenchServer server, String project) {
        long from = System.nanoTime();
        server.client().query("query($project: ID!) { cards(projectId: $project, first: 50) { items { id number title state"
                + " phase currentRun { id state iteration lastSeq } } hasNextPage totalCount } }", Map.of("project", project));
        return (System.nanoTime() - from) / 1e6;
    }
}
