/**
 * The request path of the sink as six roles (RECV, SEND, MANAGER, HANDLER, uHANDLER, REPORT), each
 * an atomic DEVS model: pure, without clock, thread, socket or log. The same models run under a
 * virtual-time simulator in the tests and on virtual threads in {@link
 * org.meterhaus.sink.roles.RequestPath}. Used by the collecting and the serving side.
 *
 * @see "G. H. Kim, Y. R. Seong, H. R. Oh, Design and Implementation of a DLMS Server with a
 *     Multi-threaded Architecture for AMI Systems, sections 3 to 5"
 */
@NullMarked
package org.meterhaus.sink.roles;

import org.jspecify.annotations.NullMarked;
