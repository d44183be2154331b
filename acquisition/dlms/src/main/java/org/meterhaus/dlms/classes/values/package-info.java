/**
 * Structures that attributes of several interface classes are made of, as records: scripts,
 * thresholds, calendars, tariffs. Components are the elements in the order of the standard.
 *
 * <p>Pure; used by the ready-made objects of the server and the typed access of the client.
 */
@NullMarked
package org.meterhaus.dlms.classes.values;

import org.jspecify.annotations.NullMarked;
