/**
 * Outages: which meters fell silent together, what is known of their supply, and who was told.
 *
 * <p>Written by processing alone, read by the operator's answers.
 */
@NullMarked
package org.meterhaus.db.outages;

import org.jspecify.annotations.NullMarked;
