/** Specifications of org.meterhaus.dlms.push. */
@NullMarked
package org.meterhaus.dlms.push;

import org.jspecify.annotations.NullMarked;
