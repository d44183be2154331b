/**
 * Customers, how they sign in, and what they may see: a customer's data is reached through {@link
 * org.meterhaus.db.customers.Holdings}, which asks for the customer in every query.
 */
@NullMarked
package org.meterhaus.db.customers;

import org.jspecify.annotations.NullMarked;
