package dev.ringmaster.support.postgres;

import java.nio.file.Path;

/** Whether the embedded Postgres could run here, found out without starting or unpacking it. */
public final class PostgresRequirements {

    private PostgresRequirements() {
    }

    /**
     * Returns what would run.
     *
     * @throws PostgresException saying what is missing and what to do
     */
    public static String check() {
        PostgresBinaries.checkPresent();
        var tool = new PostgresTool(Path.of("."));
        tool.checkUser();
        return "Postgres " + PostgresLayout.VERSION;
    }
}
