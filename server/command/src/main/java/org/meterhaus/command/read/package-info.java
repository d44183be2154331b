/** {@code meterhaus read}: any DLMS/COSEM meter from the command line. */
@NullMarked
package org.meterhaus.command.read;

import org.jspecify.annotations.NullMarked;
