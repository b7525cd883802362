package dev.ringmaster.workspace.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a git command left.
 *
 * @param cut the command printed more than its limit and was ended; {@code stdout} holds the beginning
 */
public record GitOutput(int exitCode, byte[] stdout, String stderr, boolean cut) {

    public boolean ok() {
        return exitCode == 0;
    }

    /** Standard output without white space around it. */
    public String text() {
        return new String(stdout, StandardCharsets.UTF_8).strip();
    }

    /**
     * Fields ended by NUL, one char per byte: file names need not be UTF-8, and what goes back to git must be what came
     * from it. {@link #display} makes text of them.
     */
    public List<String> fields() {
        var fields = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < stdout.length; i++) {
            if (stdout[i] == 0) {
                fields.add(new String(stdout, start, i - start, StandardCharsets.ISO_8859_1));
                start = i + 1;
            }
        }
        return fields;
    }

    /** A field of {@link #fields} as text for people. */
    public static String display(String field) {
        return new String(field.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    /** The reverse of {@link #fields}: input for git's {@code -z --stdin} options. */
    public static byte[] bytes(List<String> fields) {
        var joined = new StringBuilder();
        fields.forEach(field -> joined.append(field).append('\0'));
        return joined.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
