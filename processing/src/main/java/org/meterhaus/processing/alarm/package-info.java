/** When a limit that a customer set is exceeded. Pure functions. */
@NullMarked
package org.meterhaus.processing.alarm;

import org.jspecify.annotations.NullMarked;
