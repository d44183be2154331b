/** Alarms and the limits that raise them. */
@NullMarked
package org.meterhaus.rest.alarms;

import org.jspecify.annotations.NullMarked;
