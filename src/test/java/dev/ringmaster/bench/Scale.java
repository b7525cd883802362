package dev.ringmaster.bench;

/** How much is measured: all of it in at most 12 minutes, or a quick look in at most 3. */
enum Scale {
    FULL,
    QUICK;

    int of(int full, int quick) {
        return this == FULL ? full : quick;
    }
}
