/** Specifications of org.meterhaus.dlms.transport. */
@NullMarked
package org.meterhaus.dlms.transport;

import org.jspecify.annotations.NullMarked;
