package dev.ringmaster.agent.cli;

/** Compares versions as CLIs print them. */
final class Version {

    private static final int PARTS = 3;

    private Version() {
    }

    /** By the first three numbers; one that is missing or implausible counts as 0. */
    static boolean isOlder(String version, String than) {
        for (int i = 0; i < PARTS; i++) {
            int difference = Integer.compare(part(version, i), part(than, i));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static int part(String version, int index) {
        String[] parts = version.split("[^0-9]+", PARTS + 1);
        return index < parts.length && !parts[index].isEmpty() && parts[index].length() < 10
                ? Integer.parseInt(parts[index])
                : 0;
    }
}
