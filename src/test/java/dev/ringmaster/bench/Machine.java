package dev.ringmaster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import dev.ringmaster.support.postgres.TestHome;

/** What the figures depend on besides the code. */
record Machine(int cores, String processor, double memoryGiB, String kernel, String java, String postgres, String git) {

    static Machine look() throws IOException, InterruptedException {
        return new Machine(Runtime.getRuntime().availableProcessors(), field("/proc/cpuinfo", "model name"),
                Double.parseDouble(field("/proc/meminfo", "MemTotal").split(" ")[0]) / 1024 / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                binaries(), version("git", "--version"));
    }

    /** The load average of the last minute: how much else the machine had to do. */
    static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            return "unknown";
        }
    }

    String describe() {
        return String.format(Locale.ROOT, "%d cores (%s), %.0f GiB of memory, %s, %s, %s, %s", cores, processor, memoryGiB,
                kernel, java, postgres, git);
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
    }

    /** Of the one that comes with Ringmaster, which the first test home unpacks. */
    private static String binaries() throws IOException, InterruptedException {
        new TestHome().close();
        var shared = Path.of("target", "postgres");
        try (var files = Files.find(shared, 6, (file, attributes) -> file.endsWith("bin/postgres"),
                FileVisitOption.FOLLOW_LINKS)) {
            var binary = files.findFirst();
            return binary.isPresent() ? version(binary.get().toString(), "--version") : "unknown Postgres";
        }
    }

    private static String version(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return text;
    }
}
