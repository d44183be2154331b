/** Specifications of org.meterhaus.dlms.security. */
@NullMarked
package org.meterhaus.dlms.security;

import org.jspecify.annotations.NullMarked;
