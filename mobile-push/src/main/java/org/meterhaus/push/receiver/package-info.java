/**
 * A receiver of our own that speaks the FCM HTTP v1 wire protocol and shows what a phone would have
 * got. For demonstrations and tests; uses nothing of the sending side.
 */
@NullMarked
package org.meterhaus.push.receiver;

import org.jspecify.annotations.NullMarked;
