/** Specifications of org.meterhaus.dlms.client. */
@NullMarked
package org.meterhaus.dlms.client;

import org.jspecify.annotations.NullMarked;
