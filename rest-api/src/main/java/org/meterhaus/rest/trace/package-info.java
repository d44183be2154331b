/** Identity of a request through logs, audit and problem documents. Uses nothing of ours. */
@NullMarked
package org.meterhaus.rest.trace;

import org.jspecify.annotations.NullMarked;
