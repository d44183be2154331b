/** {@code meterhaus repair}: the rules of processing applied to files. */
@NullMarked
package org.meterhaus.command.repair;

import org.jspecify.annotations.NullMarked;
