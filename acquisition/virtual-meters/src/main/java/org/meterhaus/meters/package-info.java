/**
 * Virtual DLMS/COSEM meters on real recordings.
 *
 * <p>Depends on the DLMS stack alone.
 */
@NullMarked
package org.meterhaus.meters;

import org.jspecify.annotations.NullMarked;
