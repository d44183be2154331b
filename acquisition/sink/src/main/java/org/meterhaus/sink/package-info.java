/**
 * The sink meter of a building: reads the building's meters, journals, passes on.
 *
 * <p>Plain Java on the DLMS stack; no SQL.
 */
@NullMarked
package org.meterhaus.sink;

import org.jspecify.annotations.NullMarked;
