/** Tests of the meterhaus command. */
@NullMarked
package org.meterhaus.command;

import org.jspecify.annotations.NullMarked;
