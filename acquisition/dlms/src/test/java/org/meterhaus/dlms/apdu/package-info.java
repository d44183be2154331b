/** Specifications of org.meterhaus.dlms.apdu. */
@NullMarked
package org.meterhaus.dlms.apdu;

import org.jspecify.annotations.NullMarked;
