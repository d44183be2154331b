/**
 * Faults of appliances, found by comparing a device with nothing but its own past. Pure functions
 * of whole days of hourly energy; used on files by the command and on day blocks by {@link
 * org.meterhaus.processing}.
 */
@NullMarked
package org.meterhaus.processing.detect;

import org.jspecify.annotations.NullMarked;
