/** Specifications of org.meterhaus.command.decode. */
@NullMarked
package org.meterhaus.command.decode;

import org.jspecify.annotations.NullMarked;
