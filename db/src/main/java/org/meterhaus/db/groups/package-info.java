/**
 * Groups of customers whose load has the same shape, as processing made them once a day.
 *
 * <p>Written by processing alone; a customer is shown the own group, an operator all of them.
 */
@NullMarked
package org.meterhaus.db.groups;

import org.jspecify.annotations.NullMarked;
