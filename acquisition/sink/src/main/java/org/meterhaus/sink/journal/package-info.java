/**
 * The sink's memory: an append-only journal in segment files that survives kill -9 and a full disk.
 * Knows nothing of DLMS; what it keeps are payloads under a stream name. Used by the collecting and
 * the serving side of the sink.
 */
@NullMarked
package org.meterhaus.sink.journal;

import org.jspecify.annotations.NullMarked;
