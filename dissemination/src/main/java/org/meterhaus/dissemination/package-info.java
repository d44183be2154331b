/**
 * The application services behind SOAP and REST.
 *
 * <p>Plain Java: no Jakarta EE types; both faces call the same use cases.
 */
@NullMarked
package org.meterhaus.dissemination;

import org.jspecify.annotations.NullMarked;
