/** Figures over clean values. Pure functions. */
@NullMarked
package org.meterhaus.processing.aggregate;

import org.jspecify.annotations.NullMarked;
