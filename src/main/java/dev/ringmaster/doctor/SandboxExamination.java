package dev.ringmaster.doctor;

import java.util.List;
import java.util.function.Supplier;

/** Whether agents are kept from what is not theirs. */
public final class SandboxExamination implements Examination {

    /** @param message what the sandbox is, or why there is none, and what to do about it */
    public record Sandbox(boolean active, String message) {
    }

    private final Supplier<Sandbox> sandbox;

    /** It is looked for when it is asked for; what that throws becomes a finding. */
    public SandboxExamination(Supplier<Sandbox> sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public String title() {
        return "Sandbox";
    }

    @Override
    public List<Finding> examine() {
        try {
            var found = sandbox.get();
            return List.of(found.active() ? Finding.good("bubblewrap", found.message())
                    : Finding.limited("bubblewrap", found.message(),
                            "docs/security.md#sandbox; until then let no agent at repositories that you do not trust"));
        } catch (RuntimeException e) {
            return List.of(Finding.broken("settings", "cannot be read: " + e.getMessage(),
                    "correct application.yaml or the environment variable that it names"));
        }
    }
}
