package dev.ringmaster.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user of the system that this server runs as. */
public final class ServerUser {

    private ServerUser() {
    }

    /** Whether it is root, by its number: other users of that number count too. Reads a file in /proc. */
    public static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
