/**
 * The arrival log: everything that was delivered, as it came, never altered.
 *
 * <p>Head-ends and services append; the processor reads, partition by partition.
 */
@NullMarked
package org.meterhaus.db.arrivals;

import org.jspecify.annotations.NullMarked;
