/**
 * Octets from anywhere, taken apart as a packet monitor does: APDUs, wrapper PDUs, HDLC and M-Bus
 * frames, what is protected opened where its keys are known, and readings found in pushes. Built on
 * {@link org.meterhaus.dlms.explain} and {@link org.meterhaus.dlms.security}; pure.
 */
@NullMarked
package org.meterhaus.dlms.decode;

import org.jspecify.annotations.NullMarked;
