/** Docker Hub: whether the image of a commit is there. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.dockerhub;
