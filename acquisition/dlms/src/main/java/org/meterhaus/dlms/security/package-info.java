/**
 * Security suites 0 to 2: keys, system titles, policies, invocation counters, protection and
 * signing of messages, proofs of the HLS mechanisms, replay windows, lock-out, changes of keys.
 *
 * <p>Pure but for the files of counters and keys; uses apdu.
 */
@NullMarked
package org.meterhaus.dlms.security;

import org.jspecify.annotations.NullMarked;
