package dev.ringmaster.loop;

import java.util.Locale;

import org.eclipse.microprofile.config.spi.Converter;

/** Whether agents and the commands of projects are put in a sandbox. */
public enum SandboxMode {
    /** Where there is one. */
    AUTO,
    /** Always: where there is none, nothing is started. */
    REQUIRED,
    /** Never. */
    OFF;

    /** Reads it from the configuration, where YAML makes {@code false} of an {@code off} without quotes. */
    public static final class Reader implements Converter<SandboxMode> {

        private static final long serialVersionUID = 1L;

        @Override
        public SandboxMode convert(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "auto" -> AUTO;
                case "required" -> REQUIRED;
                case "off", "false" -> OFF;
                default -> throw new IllegalArgumentException("\"" + text + "\" is not auto, required or off");
            };
        }
    }
}
