package dev.ringmaster.doctor;

import java.util.List;

/** One part of what the doctor looks at. It needs no running server, changes nothing, and takes seconds at most. */
public interface Examination {

    /** The heading over its findings. */
    String title();

    List<Finding> examine();
}
