/**
 * Names and values of the COSEM object model: OBIS codes, attribute references, date-times,
 * selections.
 *
 * <p>Pure; uses data; used by the application.
 */
@NullMarked
package org.meterhaus.dlms.cosem;

import org.jspecify.annotations.NullMarked;
