/**
 * The blocking client of a DLMS/COSEM server; made for virtual threads.
 *
 * <p>Entry point: DlmsClient.open.
 */
@NullMarked
package org.meterhaus.dlms.client;

import org.jspecify.annotations.NullMarked;
