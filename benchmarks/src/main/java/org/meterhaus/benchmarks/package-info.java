/**
 * What DLMS/COSEM costs: JMH benchmarks of the codec, and programs that measure pairs of processes.
 * {@code scripts/dlmsbench} runs all of it beside a peer; nothing that ships depends on this.
 */
@NullMarked
package org.meterhaus.benchmarks;

import org.jspecify.annotations.NullMarked;
