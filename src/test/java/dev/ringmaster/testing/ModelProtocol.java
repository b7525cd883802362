package dev.ringmaster.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.testing.ModelReply.Refusal;
import dev.ringmaster.testing.ModelReply.Tokens;
import dev.ringmaster.testing.ModelReply.Turn;

/** How one API says what the scripted model says: as much of it as the agent CLIs need. */
interface ModelProtocol {

    ObjectMapper MAPPER = new ObjectMapper();

    boolean speaks(String path);

    /** Whether the agent asks for its task's sake: titles, summaries and quota checks on the side do not eat the script. */
    boolean isAgents(JsonNode request);

    boolean wantsStream(String path, JsonNode request);

    /** What comes before the first word: all that a held reply sends at once. */
    void begin(OutputStream out, JsonNode request, Tokens tokens) throws IOException;

    /** Some words of an answer that breaks off. */
    void half(OutputStream out, String text) throws IOException;

    /** The answer after its beginning. */
    void rest(OutputStream out, JsonNode request, Turn turn) throws IOException;

    /** The answer to a request that wants no stream. */
    ObjectNode whole(JsonNode request, Turn turn);

    ObjectNode error(Refusal refusal);

    Refusal usedUp(@Nullable Instant resetsAt);

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** One server-sent event, with a name or (null) without. */
    static void event(OutputStream out, @Nullable String name, String data) throws IOException {
        // Line separators of Unicode end a line for some readers of such streams.
        String line = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
        out.write(((name == null ? "" : "event: " + name + "\n") + "data: " + line + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
