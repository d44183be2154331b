/**
 * Security suite 0: keys, system titles, invocation counters, authenticated encryption, replay
 * windows.
 *
 * <p>Pure but for the durable counter file; uses apdu.
 */
@NullMarked
package org.meterhaus.dlms.security;

import org.jspecify.annotations.NullMarked;
