/**
 * COSEM data values and their A-XDR encoding (IEC 62056-5-3, clause 9.5; IEC 61334-6).
 *
 * <p>Pure; uses only the root package; used by every other package of the stack.
 */
@NullMarked
package org.meterhaus.dlms.data;

import org.jspecify.annotations.NullMarked;
