/** Specifications of org.meterhaus.dlms.data. */
@NullMarked
package org.meterhaus.dlms.data;

import org.jspecify.annotations.NullMarked;
