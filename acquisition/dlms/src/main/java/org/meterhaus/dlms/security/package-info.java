/**
 * Security suites 0 to 2: keys, system titles, policies, invocation counters, protection of
 * messages, proofs of the HLS mechanisms, replay windows.
 *
 * <p>Pure but for the durable counter file; uses apdu.
 */
@NullMarked
package org.meterhaus.dlms.security;

import org.jspecify.annotations.NullMarked;
