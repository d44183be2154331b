/** Signing in, the customer and the customer's flats, faults and the comparison of sections. */
@NullMarked
package org.meterhaus.rest.customers;

import org.jspecify.annotations.NullMarked;
