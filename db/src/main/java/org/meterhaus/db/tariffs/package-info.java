/** What energy costs, by time of use, and which usage point has which tariff. */
@NullMarked
package org.meterhaus.db.tariffs;

import org.jspecify.annotations.NullMarked;
