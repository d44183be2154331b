/**
 * From arrivals to clean, aggregated days and alarms.
 *
 * <p>The core is pure; shells read and write through org.meterhaus.db.
 */
@NullMarked
package org.meterhaus.processing;

import org.jspecify.annotations.NullMarked;
