package dev.ringmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.ringmaster.loop.SandboxMode;

/**
 * What a loop costs between two agents, beside a shell that runs the same agent again and again.
 *
 * @param sandboxed whether the loop's agents are put in a sandbox, which the shell's are not
 */
record IterationOverhead(boolean sandboxed) implements Measurement {

    /** Changes a file and says something, as every iteration does that gets on. */
    private static final String AGENT = """
            use Time::HiRes qw(time);
            BEGIN { $start = time }
            open(my $work, ">>", "progress.txt") or die; print $work "step $$\\n"; close $work;
            print "Did a step.\\n";
            open(my $log, ">>", "%s") or die; printf $log "%%.6f %%.6f\\n", $start, time; close $log;
            """;
    private static final int WARM_UP = 10;

    @Override
    public String name() {
        return sandboxed ? "sandboxed-overhead" : "overhead";
    }

    @Override
    public String how(Scale scale) {
        return "An agent that appends a line to a file is run " + iterations(scale)
                + " times, in a repository of 200 files: by a"
                + " loop without cooldown" + (sandboxed ? " in the sandbox, where there is one" : " and without a sandbox")
                + ", which commits, records and checks after each one, and by a bare `while` loop of sh."
                + " The gap is from one agent's last statement to the next one's first; the overhead is what the loop's has more"
                + " than the shell's. Medians, the first " + WARM_UP + " not counted.";
    }

    private static int iterations(Scale scale) {
        return scale.of(100, 40);
    }

    @Override
    public List<Figure> take(Lab lab) throws Exception {
        int iterations = iterations(lab.scale());
        var log = lab.marks().resolve("agent.log");
        lab.agent("lines", AGENT.formatted(log), sandboxed ? SandboxMode.AUTO : SandboxMode.OFF);
        var repository = lab.repository();
        var server = lab.server();
        var run = server.startLoop(server.createProject(repository), "Overhead", iterations);
        server.awaitEnd(run, Duration.ofMinutes(3));
        var loop = gaps(log);
        Files.delete(log);
        bareLoop(repository, lab.home().resolve("agent.pl"), iterations);
        var shell = gaps(log);
        double overhead = loop.median() - shell.median();
        return List.of(
                sandboxed ? Figure.plain("overhead of an iteration in the sandbox, median", overhead, "ms")
                        : Figure.atMost("overhead of an iteration, median", overhead, "ms", 45),
                Figure.plain("gap between two agents of a loop, p90", loop.percentile(90), "ms"),
                Figure.plain("gap of a bare shell loop, median", shell.median(), "ms"));
    }

    private static void bareLoop(Path directory, Path agent, int times) throws IOException, InterruptedException {
        var shell = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt $1 ]; do perl \"$2\"; i=$((i+1)); done", "sh",
                Integer.toString(times), agent.toString()).directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (shell.waitFor() != 0) {
            throw new IllegalStateException("the shell's loop failed");
        }
    }

    private static Samples gaps(Path log) throws IOException {
        var gaps = new Samples();
        var lines = Files.readAllLines(log);
        for (int i = WARM_UP; i < lines.size(); i++) {
            gaps.add((time(lines.get(i), 0) - time(lines.get(i - 1), 1)) * 1000);
        }
        return gaps;
    }

    private static double time(String line, int field) {
        return Double.parseDouble(line.split(" ")[field]);
    }
}
