package dev.ringmaster.journal;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What is to be appended to a run's journal; the sequence number is given when it is written. */
public record JournalEntry(RunEventKind kind, Instant at, @Nullable String parentToolId, @Nullable String text,
        @Nullable String toolId, @Nullable String toolName, @Nullable String toolInput, @Nullable String toolOutput,
        @Nullable Boolean isError, @Nullable String path, @Nullable Long inputTokens, @Nullable Long outputTokens,
        @Nullable BigDecimal costUsd, @Nullable Instant resetsAt) {

    /** Characters that a text keeps: the transcript is for reading, the raw output stays in the spool for a while. */
    public static final int MAX_TEXT = 64 * 1024;

    public JournalEntry {
        text = cut(text);
        toolInput = cut(toolInput);
        toolOutput = cut(toolOutput);
    }

    private static @Nullable String cut(@Nullable String value) {
        if (value == null || value.length() <= MAX_TEXT) {
            return value;
        }
        var end = Character.isHighSurrogate(value.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return value.substring(0, end) + "\n[…cut: " + (value.length() - end) + " more characters]";
    }

    public static JournalEntry text(RunEventKind kind, @Nullable String text) {
        return text(kind, text, null);
    }

    public static JournalEntry text(RunEventKind kind, @Nullable String text, @Nullable String parentToolId) {
        return new JournalEntry(kind, Instant.now(), parentToolId, text, null, null, null, null, null, null, null, null,
                null, null);
    }

    public static JournalEntry toolCall(String toolId, String name, String input, @Nullable String parentToolId) {
        return new JournalEntry(RunEventKind.TOOL_CALL, Instant.now(), parentToolId, null, toolId, name, input, null, null,
                null, null, null, null, null);
    }

    public static JournalEntry toolResult(String toolId, String output, boolean error, @Nullable String parentToolId) {
        return new JournalEntry(RunEventKind.TOOL_RESULT, Instant.now(), parentToolId, null, toolId, null, null, output,
                error, null, null, null, null, null);
    }

    public static JournalEntry fileChanged(String path, @Nullable String toolId) {
        return new JournalEntry(RunEventKind.FILE_CHANGED, Instant.now(), null, null, toolId, null, null, null, null, path,
                null, null, null, null);
    }

    public static JournalEntry usage(long inputTokens, long outputTokens, @Nullable BigDecimal costUsd) {
        return new JournalEntry(RunEventKind.USAGE, Instant.now(), null, null, null, null, null, null, null, null,
                inputTokens, outputTokens, costUsd, null);
    }

    public static JournalEntry rateLimit(String message, boolean rejected, @Nullable Instant resetsAt) {
        return new JournalEntry(RunEventKind.RATE_LIMIT, Instant.now(), null, message, null, null, null, null, rejected,
                null, null, null, null, resetsAt);
    }

    public static JournalEntry ended(RunEventKind kind, @Nullable String text, boolean error) {
        return new JournalEntry(kind, Instant.now(), null, text, null, null, null, null, error, null, null, null, null,
                null);
    }
}
