/** Tests of the sink with real sockets. */
@NullMarked
package org.meterhaus.sink;

import org.jspecify.annotations.NullMarked;
