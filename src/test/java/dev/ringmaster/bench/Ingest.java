package dev.ringmaster.bench;

import java.util.ArrayList;
import java.util.List;

/** How fast agents' output gets into the journal when they print as fast as they can. */
final class Ingest implements Measurement {

    /** What is left out at the beginning, for the server's code to come up to its speed. */
    private static final double WARM_UP_SECONDS = 3;
    private static final int LINE_BYTES = 150;
    private static final String LINES = """
            my $block = ("x" x 149 . "\\n") x 400;
            for (1 .. 20000) { syswrite(STDOUT, $block) // exit; select(undef, undef, undef, 0.004) }
            """;
    private static final String JSON = """
            my $n = 0;
            print '{"type":"system","subtype":"init","session_id":"5d1f0c4e-0000-4000-8000-000000000001","model":"bench","tools":[]}', "\\n";
            $| = 1;
            while ($n < 2000000) {
              my $block = "";
              for (1 .. 50) {
                $n++;
                $block .= '{"type":"assistant","message":{"id":"msg_' . $n . '","type":"message","role":"assistant","model":"bench","content":[{"type":"text","text":"This is what the agent says in step ' . $n . ', a sentence like many others."}],"usage":{"input_tokens":10,"output_tokens":20}},"session_id":"5d1f0c4e-0000-4000-8000-000000000001"}' . "\\n";
              }
              syswrite(STDOUT, $block) // exit;
              select(undef, undef, undef, 0.004);
            }
            """;

    private final boolean json;

    Ingest(boolean json) {
        this.json = json;
    }

    @Override
    public String name() {
        return json ? "ingest-json" : "ingest";
    }

    @Override
    public String how(Scale scale) {
        return agents() + " agents print " + (json ? "stream-json messages" : "lines of " + LINE_BYTES + " bytes")
                + " faster than the server can take them; counted is what the journal holds more after " + seconds(scale)
                + " s, "
                + (json ? "in events," : "by the bytes that its rows account for,") + " the first "
                + Math.round(WARM_UP_SECONDS) + " s not counted. Agents and Postgres run on the same cores.";
    }

    private static int agents() {
        return 4;
    }

    private static int seconds(Scale scale) {
        return scale.of(20, 8);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        lab.agent(json ? "stream-json" : "lines", json ? JSON : LINES);
        var server = lab.server();
        var project = server.createProject(lab.repository());
        var runs = new ArrayList<String>();
        for (int i = 0; i < agents(); i++) {
            runs.add(server.startLoop(project, "Ingest " + i, 1));
        }
        try (var database = Database.of(lab)) {
            while (database.stdoutBytes() == 0) {
                Thread.sleep(50);
            }
            Thread.sleep(Math.round(WARM_UP_SECONDS * 1000));
            var from = Progress.of(database);
            Thread.sleep(seconds(lab.scale()) * 1000L);
            var gained = Progress.of(database).since(from);
            var rate = gained.bytes() / gained.seconds();
            if (json) {
                return List.of(
                        Figure.plain("ingest of stream-json, one server", gained.events() / gained.seconds(), "events/s"),
                        Figure.plain("ingest of stream-json in bytes", rate / 1e6, "MB/s"));
            }
            return List.of(Figure.atLeast("ingest of lines, one server", rate / LINE_BYTES, "lines/s", 50_000),
                    Figure.plain("ingest of lines in bytes", rate / 1e6, "MB/s"));
        }
    }

    private record Progress(double seconds, long bytes, long events) {

        static Progress of(Database database) throws Exception {
            return new Progress(System.nanoTime() / 1e9, database.stdoutBytes(), database.events());
        }

        Progress since(Progress before) {
            return new Progress(seconds - before.seconds, bytes - before.bytes, events - before.events);
        }
    }
}
