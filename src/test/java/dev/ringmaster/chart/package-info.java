/** The Helm chart, linted and rendered by Helm itself and checked against Kubernetes' own API description. */
@NullMarked
package dev.ringmaster.chart;

import org.jspecify.annotations.NullMarked;
