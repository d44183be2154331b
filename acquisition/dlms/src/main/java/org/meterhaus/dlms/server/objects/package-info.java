/**
 * Interface classes as ready-made server objects: Data, Register, Clock, Profile generic,
 * Disconnect control.
 *
 * <p>Optional building blocks; anything that implements CosemObject can be served.
 */
@NullMarked
package org.meterhaus.dlms.server.objects;

import org.jspecify.annotations.NullMarked;
