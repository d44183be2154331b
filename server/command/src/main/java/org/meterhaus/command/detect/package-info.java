/** {@code meterhaus detect}: the detection of device faults on files. */
@NullMarked
package org.meterhaus.command.detect;

import org.jspecify.annotations.NullMarked;
