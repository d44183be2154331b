/**
 * Functions of the values in each bucket (SubService): the mathematics in {@code Tally}, what has
 * to be read for it in {@code DayChoice}.
 */
@NullMarked
package org.meterhaus.dissemination.sub;

import org.jspecify.annotations.NullMarked;
