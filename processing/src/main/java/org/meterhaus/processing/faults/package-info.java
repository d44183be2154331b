/**
 * The detection of device faults in the running system: day blocks in, findings and messages out.
 * What a fault is, is {@link org.meterhaus.processing.detect}'s.
 */
@NullMarked
package org.meterhaus.processing.faults;

import org.jspecify.annotations.NullMarked;
