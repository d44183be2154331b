/** Specifications of org.meterhaus.dlms.server. */
@NullMarked
package org.meterhaus.dlms.server;

import org.jspecify.annotations.NullMarked;
