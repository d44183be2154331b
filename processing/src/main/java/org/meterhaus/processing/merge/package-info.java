/**
 * Everything received of a day, as a set: order and repetition of deliveries leave no trace in it.
 *
 * <p>Pure values; used by validation and estimation.
 */
@NullMarked
package org.meterhaus.processing.merge;

import org.jspecify.annotations.NullMarked;
