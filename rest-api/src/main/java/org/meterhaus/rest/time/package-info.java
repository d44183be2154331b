/** The clock and the calendar; public. */
@NullMarked
package org.meterhaus.rest.time;

import org.jspecify.annotations.NullMarked;
