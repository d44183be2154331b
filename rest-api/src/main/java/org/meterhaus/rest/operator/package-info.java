/** Resources for operators, all below {@code /operator}; nothing here exists for customers. */
@NullMarked
package org.meterhaus.rest.operator;

import org.jspecify.annotations.NullMarked;
