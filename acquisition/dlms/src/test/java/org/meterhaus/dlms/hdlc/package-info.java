/** Specifications of org.meterhaus.dlms.hdlc. */
@NullMarked
package org.meterhaus.dlms.hdlc;

import org.jspecify.annotations.NullMarked;
