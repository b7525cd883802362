package dev.ringmaster.loop;

/** Whether agents and the commands of projects are put in a sandbox. */
public enum SandboxMode {
    /** Where there is one. */
    AUTO,
    /** Always: where there is none, nothing is started. */
    REQUIRED,
    /** Never. */
    OFF
}
