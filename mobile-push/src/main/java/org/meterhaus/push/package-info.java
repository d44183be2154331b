/**
 * Drains the outbox to phones through Firebase Cloud Messaging.
 *
 * <p>Runs as a process of its own or inside the meterhaus command.
 */
@NullMarked
package org.meterhaus.push;

import org.jspecify.annotations.NullMarked;
