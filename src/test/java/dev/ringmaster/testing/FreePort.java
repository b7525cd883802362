package dev.ringmaster.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that have to be configured before they are started. */
public final class FreePort {

    private static final int FIRST = 20_000;
    /** Where Linux begins to give ports to clients: one of those could be taken before its server starts. */
    private static final int END = 32_768;

    private FreePort() {
    }

    /** A port on loopback that nobody uses now and no client is given by chance. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
    }
}
