/**
 * Scripts at a time or over a threshold, the supply and who may switch it: schedules, calendars,
 * monitors, limiters, disconnect units (classes 10, 11, 20 to 22, 65, 67, 68, 70, 71, 122, 123).
 *
 * <p>Uses server.objects; optional like all ready-made objects.
 */
@NullMarked
package org.meterhaus.dlms.server.objects.control;

import org.jspecify.annotations.NullMarked;
