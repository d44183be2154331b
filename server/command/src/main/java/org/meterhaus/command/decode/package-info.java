/** {@code meterhaus decode}: recorded octets of meters, explained one by one. */
@NullMarked
package org.meterhaus.command.decode;

import org.jspecify.annotations.NullMarked;
