/**
 * The limits that customers set on their devices, and the alarms raised when they are exceeded.
 *
 * <p>Rules are written by dissemination, alarms by the processor.
 */
@NullMarked
package org.meterhaus.db.alarms;

import org.jspecify.annotations.NullMarked;
