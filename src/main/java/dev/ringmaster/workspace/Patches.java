package dev.ringmaster.workspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.ringmaster.workspace.Comparison.Entry;
import dev.ringmaster.workspace.git.Git;

/** Bounded patches of all files between two trees, out of one run of git. */
final class Patches {

    static final int FILE_LIMIT = 256 << 10;
    static final int TOTAL_LIMIT = 4 << 20;

    /** A file above this is not compared: its patch would be cut anyway. */
    private static final String COMPARED = "1048576";
    private static final int READ_LIMIT = 32 << 20;
    private static final byte[] SECTION = "diff --git ".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private final boolean cut;
    private final List<Integer> starts = new ArrayList<>();

    private Patches(byte[] text, boolean cut) {
        this.text = text;
        this.cut = cut;
        // Content lines start with a blank, +, - or \, and names in headers are quoted: only a header starts like this.
        for (int i = 0; i < text.length; i++) {
            if ((i == 0 || text[i - 1] == '\n') && startsSection(i)) {
                starts.add(i);
            }
        }
        starts.add(text.length);
    }

    static List<FileDiff> of(Git git, String from, String to) {
        var compared = Comparison.of(git, from, to).entries();
        if (compared.isEmpty()) {
            return List.of();
        }
        var output = git.printing(READ_LIMIT).attempt("-c", "core.bigFileThreshold=" + COMPARED, "diff-tree", "-r", "-M",
                "-l1000",
                "-p", "-U3", "--full-index", "--no-color", "--no-ext-diff", "--no-textconv", "--submodule=short",
                "--ignore-submodules=dirty", "--src-prefix=a/", "--dst-prefix=b/", "-O/dev/null", from, to, "--");
        return new Patches(output.stdout(), output.cut() || !output.ok()).assign(compared);
    }

    private boolean startsSection(int at) {
        if (at + SECTION.length > text.length) {
            return false;
        }
        for (int i = 0; i < SECTION.length; i++) {
            if (text[at + i] != SECTION[i]) {
                return false;
            }
        }
        return true;
    }

    private List<FileDiff> assign(List<Entry> entries) {
        var files = new ArrayList<FileDiff>();
        int section = 0;
        int total = 0;
        for (Entry entry : entries) {
            int next = section + entry.sections();
            boolean complete = next < starts.size() && !(cut && next == starts.size() - 1);
            String patch = complete && !entry.binary() ? slice(starts.get(section), starts.get(next)) : "";
            boolean tooLarge = patch.contains("\nBinary files ") && entry.additions() + entry.deletions() > 0
                    && !patch.contains("\n@@ ");
            boolean shortened = complete && starts.get(next) - starts.get(section) > FILE_LIMIT;
            if (tooLarge || total + patch.length() > TOTAL_LIMIT) {
                patch = "";
            } else {
                total += patch.length();
            }
            files.add(new FileDiff(entry.path(), entry.oldPath(), entry.status(), entry.additions(), entry.deletions(), patch,
                    !entry.binary() && (patch.isEmpty() || shortened)));
            section = next;
        }
        return files;
    }

    /** Cut after a whole line where it must be cut. NUL, which no database or browser likes, becomes visible. */
    private String slice(int start, int end) {
        int last = Math.min(end, start + FILE_LIMIT);
        while (last < end && last > start && text[last - 1] != '\n') {
            last--;
        }
        return new String(text, start, last - start, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }
}
