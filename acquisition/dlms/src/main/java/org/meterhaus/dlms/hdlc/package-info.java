/**
 * HDLC as IEC 62056-46 uses it: frames of format type 3, addresses, parameter negotiation, and both
 * stations of the unbalanced normal response mode as machines without sockets, clocks or threads.
 *
 * <p>May be used by transport and by whatever explains octets.
 */
@NullMarked
package org.meterhaus.dlms.hdlc;

import org.jspecify.annotations.NullMarked;
