/**
 * What has to be announced, to whom, and what became of it.
 *
 * <p>An {@link org.meterhaus.db.outbox.Outbox} row is written in the transaction of the fact it
 * announces; a push sender turns it into one {@link org.meterhaus.db.outbox.PushDeliveries
 * delivery} for each registered phone. Used by everything that announces (processing, head-end) and
 * by mobile-push.
 */
@NullMarked
package org.meterhaus.db.outbox;

import org.jspecify.annotations.NullMarked;
