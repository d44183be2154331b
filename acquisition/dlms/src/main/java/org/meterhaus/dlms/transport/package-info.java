/**
 * How APDUs are carried: {@link org.meterhaus.dlms.transport.ApduLink} for clients, blocking
 * sockets, and {@link org.meterhaus.dlms.transport.ApduServer} for servers, on Netty.
 *
 * <p>The only package that may use io.netty.
 */
@NullMarked
package org.meterhaus.dlms.transport;

import org.jspecify.annotations.NullMarked;
