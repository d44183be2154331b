/** The whole server as its clients see it: a process, a port, HTTP. */
@NullMarked
package org.meterhaus.server.it;

import org.jspecify.annotations.NullMarked;
