/**
 * What meters send unasked, put together from the frames and blocks they send it in: without
 * sockets, clocks or threads.
 *
 * <p>Used by transport, and by whoever has the octets from elsewhere.
 */
@NullMarked
package org.meterhaus.dlms.push;

import org.jspecify.annotations.NullMarked;
