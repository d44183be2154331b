/** Specifications of org.meterhaus.dlms.cosem. */
@NullMarked
package org.meterhaus.dlms.cosem;

import org.jspecify.annotations.NullMarked;
