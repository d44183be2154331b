/**
 * What meters send unasked: last gasps and the news that their power is back. Nothing is believed
 * that a meter of ours has not authenticated.
 */
@NullMarked
package org.meterhaus.sink.push;

import org.jspecify.annotations.NullMarked;
