/** Alarms that were raised for a customer, and the limits that raise them. */
@NullMarked
package org.meterhaus.dissemination.alarms;

import org.jspecify.annotations.NullMarked;
