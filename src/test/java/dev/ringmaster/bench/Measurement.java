package dev.ringmaster.bench;

import java.util.List;

/** Something that is measured with a server of its own. */
interface Measurement {

    /** One word, by which it can be chosen. */
    String name();

    /** How it is taken, in a sentence or two for the reader of the table. */
    String how(Scale scale);

    List<Figure> take(Lab lab) throws Exception;
}
