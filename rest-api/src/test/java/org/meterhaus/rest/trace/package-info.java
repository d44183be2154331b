@NullMarked
package org.meterhaus.rest.trace;

import org.jspecify.annotations.NullMarked;
