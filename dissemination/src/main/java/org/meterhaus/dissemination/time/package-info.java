/**
 * Calendar arithmetic in a time zone: half-open intervals, resolutions, buckets that survive clock
 * changes (TimeService). Pure; uses only {@code access}.
 */
@NullMarked
package org.meterhaus.dissemination.time;

import org.jspecify.annotations.NullMarked;
