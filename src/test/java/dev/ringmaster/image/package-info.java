/** The container image, judged by the tarball that was built and started from what is in it. */
@NullMarked
package dev.ringmaster.image;

import org.jspecify.annotations.NullMarked;
