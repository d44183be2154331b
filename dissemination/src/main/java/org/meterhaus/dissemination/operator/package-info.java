/**
 * What operators ask for and do. Every use case here takes an {@code Operator}, goes through the
 * gate and leaves an audit row.
 */
@NullMarked
package org.meterhaus.dissemination.operator;

import org.jspecify.annotations.NullMarked;
