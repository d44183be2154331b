/** Specifications of org.meterhaus.dlms.mbus. */
@NullMarked
package org.meterhaus.dlms.mbus;

import org.jspecify.annotations.NullMarked;
