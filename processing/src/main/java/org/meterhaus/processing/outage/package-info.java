/**
 * From the silence of meters to outages. A pure core: what is known goes in, what has become of it
 * comes out; the shell is {@link org.meterhaus.processing.OutageWatch}.
 */
@NullMarked
package org.meterhaus.processing.outage;

import org.jspecify.annotations.NullMarked;
