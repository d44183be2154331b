/** Specifications of org.meterhaus.dlms.server.objects. */
@NullMarked
package org.meterhaus.dlms.server.objects;

import org.jspecify.annotations.NullMarked;
