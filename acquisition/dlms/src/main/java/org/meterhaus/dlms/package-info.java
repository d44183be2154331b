/**
 * The DLMS/COSEM stack (IEC 62056).
 *
 * <p>A library of its own: it depends on no other Meterhaus module.
 */
@NullMarked
package org.meterhaus.dlms;

import org.jspecify.annotations.NullMarked;
