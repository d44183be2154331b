/** Specifications of org.meterhaus.dlms.association. */
@NullMarked
package org.meterhaus.dlms.association;

import org.jspecify.annotations.NullMarked;
