/**
 * Values of a channel over an interval, from day blocks, with gaps as gaps (TimeService,
 * ExtractData). Used by {@code sub}, {@code customer}, {@code devices} and {@code sections}.
 */
@NullMarked
package org.meterhaus.dissemination.readings;

import org.jspecify.annotations.NullMarked;
