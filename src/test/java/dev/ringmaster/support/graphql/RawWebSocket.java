package dev.ringmaster.support.graphql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket client that can misbehave: offer no protocol, say nothing, read nothing. It answers nothing by itself. */
final class RawWebSocket implements AutoCloseable {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final String statusLine;

    /** @param headers besides those that make an upgrade, {@code Name: value} */
    RawWebSocket(URI base, List<String> headers) throws IOException {
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        var lines = new ArrayList<>(List.of("GET /graphql HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"));
        lines.addAll(headers);
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            lines.add("Host: " + base.getAuthority());
        }
        socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(socket.getInputStream());
        statusLine = line();
        while (!line().isEmpty()) {
            continue;
        }
    }

    int status() {
        return Integer.parseInt(statusLine.split(" ")[1]);
    }

    void send(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var frame = new ByteArrayOutputStream();
        frame.write(0x80 | TEXT);
        if (bytes.length < 126) {
            frame.write(0x80 | bytes.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        }
        // The mask is zero, which leaves the bytes as they are.
        frame.write(new byte[4]);
        frame.write(bytes);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Reads and forgets until the server says why it goes. @throws IOException if it goes without a word */
    int closeCode() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            var payload = in.readNBytes(Math.toIntExact(length));
            if ((first & 0x0f) == CLOSE) {
                return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
            }
        }
    }

    private String line() throws IOException {
        var text = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
