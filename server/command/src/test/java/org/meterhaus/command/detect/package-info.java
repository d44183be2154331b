@NullMarked
package org.meterhaus.command.detect;

import org.jspecify.annotations.NullMarked;
