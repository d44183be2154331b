/**
 * How a meter is reached and what comes over the line: ports, interfaces, pushes, images, the M-Bus
 * (classes 17, 18, 23, 25, 40 to 48, 72, 74, 124).
 *
 * <p>Uses server.objects; optional like all ready-made objects.
 */
@NullMarked
package org.meterhaus.dlms.server.objects.communication;

import org.jspecify.annotations.NullMarked;
