/**
 * The TCP wrapper (IEC 62056-4-7): blocking sockets for clients, Netty for servers.
 *
 * <p>The only package that may use io.netty.
 */
@NullMarked
package org.meterhaus.dlms.transport;

import org.jspecify.annotations.NullMarked;
