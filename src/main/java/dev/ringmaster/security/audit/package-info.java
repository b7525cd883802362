/** The audit log: who has done, changed or read what. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.security.audit;
