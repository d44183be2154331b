/**
 * Serves logical devices over the TCP wrapper.
 *
 * <p>Entry point: DlmsServer.start; the application supplies the objects.
 */
@NullMarked
package org.meterhaus.dlms.server;

import org.jspecify.annotations.NullMarked;
