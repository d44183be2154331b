/** Readings, availability and aggregates of a usage point. */
@NullMarked
package org.meterhaus.rest.readings;

import org.jspecify.annotations.NullMarked;
