/**
 * Prepayment: accounts, credits, charges and token gateways (classes 111 to 115) that act on each
 * other.
 *
 * <p>Uses server.objects; optional like all ready-made objects.
 */
@NullMarked
package org.meterhaus.dlms.server.objects.payment;

import org.jspecify.annotations.NullMarked;
