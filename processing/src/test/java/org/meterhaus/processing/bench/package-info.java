/** Measurements; none of them is part of the build. */
@NullMarked
package org.meterhaus.processing.bench;

import org.jspecify.annotations.NullMarked;
