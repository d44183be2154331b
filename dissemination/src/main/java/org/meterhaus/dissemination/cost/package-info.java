/**
 * What energy costs by the tariff of a usage point. Amounts are exact decimals of ct from the value
 * of a meter interval up; the one place where money is rounded is {@code Cost.total}.
 */
@NullMarked
package org.meterhaus.dissemination.cost;

import org.jspecify.annotations.NullMarked;
