/**
 * Groups of customers whose load has the same shape. Pure; the shell is {@link
 * org.meterhaus.processing.GroupRunner}.
 */
@NullMarked
package org.meterhaus.processing.cluster;

import org.jspecify.annotations.NullMarked;
