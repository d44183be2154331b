/**
 * Day blocks: one channel, one calendar day, its clean values with their quality and aggregates.
 *
 * <p>Written by the processor alone, read by everything that answers questions.
 */
@NullMarked
package org.meterhaus.db.blocks;

import org.jspecify.annotations.NullMarked;
