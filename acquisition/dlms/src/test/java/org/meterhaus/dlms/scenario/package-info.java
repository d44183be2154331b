/** Client and server over real sockets, as specifications. */
@NullMarked
package org.meterhaus.dlms.scenario;

import org.jspecify.annotations.NullMarked;
