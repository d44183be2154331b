/**
 * Validation and estimation: from what was received to one value for each interval, with its
 * quality.
 *
 * <p>Pure functions of {@link org.meterhaus.processing.merge}'s days. Nothing measured is altered:
 * a rejected value stays in the raw part.
 */
@NullMarked
package org.meterhaus.processing.vee;

import org.jspecify.annotations.NullMarked;
