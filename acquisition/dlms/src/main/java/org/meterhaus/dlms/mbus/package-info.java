/**
 * Long frames of the wired M-Bus as meters push DLMS in them (EN 13757-2 and -3).
 *
 * <p>May be used by push and by whatever explains octets.
 */
@NullMarked
package org.meterhaus.dlms.mbus;

import org.jspecify.annotations.NullMarked;
