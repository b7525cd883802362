package dev.ringmaster.loop.upkeep;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long transcripts and raw output are kept, and how much disk they may take. Work in repositories is never touched. */
@ConfigMapping(prefix = "ringmaster.retention")
public interface RetentionConfig {

    /** Journal rows of runs that ended longer ago than this are deleted. */
    @WithDefault("90d")
    Duration journal();

    /** A run keeps at most this many journal rows; of a longer one the oldest are deleted, and readers see a gap. */
    @WithDefault("1000000")
    long journalEventsPerRun();

    /** Raw output of iterations that ended longer ago than this is deleted; the journal has it. */
    @WithDefault("7d")
    Duration spool();

    /** All raw output together takes at most this much; beyond it the oldest ended iterations go first. */
    @WithDefault("20G")
    MemorySize spoolSize();

    /** With less free space than this in ringmaster.home, no new run starts. */
    @WithDefault("1G")
    MemorySize minFreeDisk();
}
