package dev.ringmaster.metrics;

/** How wide the points of a series are; the names are part of the API. Weeks begin on Monday. */
public enum Bucket {
    HOUR,
    DAY,
    WEEK
}
