/** Specifications of org.meterhaus.dlms.explain. */
@NullMarked
package org.meterhaus.dlms.explain;

import org.jspecify.annotations.NullMarked;
