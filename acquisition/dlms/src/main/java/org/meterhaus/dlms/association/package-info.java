/**
 * Client and server sides of an application association as pure state machines.
 *
 * <p>No sockets, clocks, threads or keys: the shells in client and server carry the actions out.
 */
@NullMarked
package org.meterhaus.dlms.association;

import org.jspecify.annotations.NullMarked;
